import { z } from 'zod';
import { labSchema } from './lab-schema.ts';

/** The text of labs/lab.schema.json: the JSON Schema with which an editor completes and checks a lab file. */
export function labJsonSchema(): string {
  const schema = { title: 'Skiff lab', ...z.toJSONSchema(labSchema, { io: 'input', unrepresentable: 'any' }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
