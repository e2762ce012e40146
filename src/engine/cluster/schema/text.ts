import { SCHEMA_TEXT } from './fields.generated.ts';

/** All types of Kubernetes' own APIs, a line each. */
export function schemaText(): string {
  return SCHEMA_TEXT;
}
