import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { labJsonSchema } from '../../../src/engine/grader/lab-json-schema.ts';

it('labs/lab.schema.json is what the zod schema says (node scripts/run-ts.mjs scripts/lab-schema.ts)', () => {
  expect(readFileSync('labs/lab.schema.json', 'utf8')).toBe(labJsonSchema());
});
