import type { Json, JsonObject } from '../../cluster/json.ts';
import { entriesOf } from '../go/json.ts';
import { numberText } from '../yaml/encode.ts';
import { needsQuotes } from '../yaml/resolve.ts';

/** JSON in kubectl's flow-style YAML: `-o kyaml`. Models: sigs.k8s.io/yaml/kyaml */
export function toKyaml(value: JsonObject): string {
  return `---\n${render(value, 0)}\n`;
}

function render(value: Json, indent: number): string {
  const pad = ' '.repeat(indent + 2);
  if (value === null) return 'null';
  if (typeof value === 'string') return stringText(value, indent);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return listText(value as readonly Json[], indent);
  const entries = entriesOf(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => `${pad}${keyText(key)}: ${render(item, indent + 2)},`);
  return `{\n${lines.join('\n')}\n${' '.repeat(indent)}}`;
}

/** Objects of a list hug its brackets; plain values have a line each. */
function listText(list: readonly Json[], indent: number): string {
  if (list.length === 0) return '[]';
  const hugged = list.every((item) => typeof item === 'object' && item !== null);
  if (hugged) return `[${list.map((item) => render(item, indent)).join(', ')}]`;
  const pad = ' '.repeat(indent + 2);
  return `[\n${list.map((item) => `${pad}${render(item, indent + 2)},`).join('\n')}\n${' '.repeat(indent)}]`;
}

function keyText(key: string): string {
  const word = /^[A-Za-z_][-A-Za-z0-9_./]*$/.test(key);
  return word && !needsQuotes(key) && !/^\.?(inf|nan)$/i.test(key) ? key : quoted(key);
}

function stringText(text: string, indent: number): string {
  if (!text.includes('\n')) return quoted(text);
  const pad = ' '.repeat(indent + 2);
  const lines = text.split('\n').map((line, at, all) => {
    const last = at === all.length - 1;
    const body = JSON.stringify(line).slice(1, -1);
    if (last && body === '') return '';
    const lead = body.startsWith(' ') || body.startsWith('\\t') ? '\\' : ' ';
    return `${pad}${lead}${body}${last ? '' : '\\n'}\\\n`;
  });
  return `"\\\n${lines.join('')}${pad}"`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\\t', '\t');
}
