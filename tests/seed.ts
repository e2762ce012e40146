import fc from 'fast-check';

// The same tests twice are the same tests: `SKIFF_SEED=$RANDOM npx vitest run tests/engine/properties` looks elsewhere.
fc.configureGlobal({ seed: Number(process.env['SKIFF_SEED'] ?? 2026) });
