import { SCHEMA_TEXT } from './fields.generated.ts';

/** The types of all APIs but `core/v1`, a line each. */
export function schemaText(): string {
  return SCHEMA_TEXT;
}
