// Writes labs/lab.schema.json from the lab file's zod schema: `node scripts/run-ts.mjs scripts/lab-schema.ts`.
import { writeFileSync } from 'node:fs';
import { labJsonSchema } from '../src/engine/grader/lab-json-schema.ts';

writeFileSync('labs/lab.schema.json', labJsonSchema());
