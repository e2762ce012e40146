import type { Json, JsonObject } from '../../cluster/json.ts';
import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeTags } from './head.ts';
import { text } from './read.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const ACRONYMS = ['API', 'URL', 'UID', 'GUID'];
const SKIPPED = [
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
];

/** Any object: its fields as an indented outline. Models: kubectl/pkg/describe.genericDescriber */
export const describeGeneric: Describer = (subject, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(subject, 'metadata', 'name'));
    field(writer, 0, 'Namespace', text(subject, 'metadata', 'namespace'));
    writeTags(writer, subject);
    writeFields(writer, 0, subject, '');
    writeEventsOf(writer, context, subject);
  });

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !isList(value);

function writeFields(writer: DescribeWriter, level: number, content: JsonObject, path: string): void {
  for (const name of Object.keys(content).sort()) {
    const value = content[name];
    const here = `${path}.${name}`;
    if (value === undefined || SKIPPED.includes(here)) continue;
    const label = smartLabel(name);
    if (isObject(value)) {
      writer.write(level, `${label}:\n`);
      writeFields(writer, level + 1, value, here);
    } else if (isList(value)) {
      writer.write(level, `${label}:\n`);
      for (const child of value) {
        if (isObject(child)) writeFields(writer, level + 1, child, here);
        else writer.write(level + 1, `${goValue(child)}\n`);
      }
    } else field(writer, level, label, goValue(value));
  }
}

function goValue(value: Json): string {
  if (value === null) return '<nil>';
  if (isList(value)) return `[${value.map(goValue).join(' ')}]`;
  return isObject(value) ? JSON.stringify(value) : String(value);
}

/** A field name as words: `holderIdentity` → `Holder Identity`, `apiVersion` → `API Version`. Models: kubectl/pkg/describe.smartLabelFor */
export function smartLabel(name: string): string {
  if (!/^[\p{L}-]*$/u.test(name)) return name;
  const parts = camelCaseParts(name);
  const merged: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    const next = parts[at + 1];
    if (next !== undefined && part.length >= 2 && part === part.toUpperCase() && /^\p{Lu}/u.test(next)) {
      merged.push(part + next);
      at++;
    } else merged.push(part);
  }
  return merged
    .map((part) => {
      if (ACRONYMS.includes(part.toUpperCase())) return part.toUpperCase();
      return part.toLowerCase() === part ? part.slice(0, 1).toUpperCase() + part.slice(1) : part;
    })
    .join(' ');
}

/** Splits where case changes; of several capitals before a small letter the last goes with it. Models: fatih/camelcase.Split */
function camelCaseParts(name: string): readonly string[] {
  return name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|[^\p{Lu}\p{Ll}]+/gu) ?? [];
}
