import { additionalOf, type JsonSchema } from '../json-schema.ts';

const STEP = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/y;

/** A rule's path as errors write it; undefined for one that leads nowhere in the schema. Models: schema/cel.ValidFieldPath */
export function normalFieldPath(path: string, schema: JsonSchema): string | undefined {
  let out = '';
  let at: JsonSchema | undefined = schema;
  for (STEP.lastIndex = 0; STEP.lastIndex < path.length; ) {
    const match = STEP.exec(path);
    if (match === null) return undefined;
    const name = match[1] ?? (match[2] ?? '').replace(/\\(.)/g, '$1');
    if (at?.properties !== undefined) {
      at = Object.hasOwn(at.properties, name) ? at.properties[name] : undefined;
      out = out === '' ? name : `${out}.${name}`;
    } else {
      at = at === undefined ? undefined : additionalOf(at);
      out = `${out}[${name}]`;
    }
    if (at === undefined) return undefined;
  }
  return out === '' ? undefined : out;
}
