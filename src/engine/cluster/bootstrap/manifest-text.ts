import type { Json, JsonObject } from '../json.ts';

/** Strings that no reader of YAML takes for anything else. */
const PLAIN = /^(?:[A-Za-z/]|--)[\w./:=,*@+-]*[\w*/]$|^\d+(?:m|[KMG]i)$|^(?:\d+\.){3}\d+(?::\d+)?$/;
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/**
 * A manifest of kubeadm's as the text of a file: keys in their order, sequences not indented below their key. Only for what kubeadm
 * writes: names, numbers, flags; no text of many lines.
 */
export function manifestText(manifest: JsonObject): string {
  return `${mapping(manifest, '')}\n`;
}

function mapping(object: JsonObject, pad: string): string {
  return Object.entries(object)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${pad}${scalar(key)}:${below(value, pad)}`]))
    .join('\n');
}

function below(value: Json, pad: string): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []' : `\n${sequence(value, pad)}`;
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0 ? ' {}' : `\n${mapping(value as JsonObject, `${pad}  `)}`;
  return ` ${scalar(value)}`;
}

function sequence(list: readonly Json[], pad: string): string {
  return list
    .map((value) => {
      if (typeof value !== 'object' || value === null) return `${pad}- ${scalar(value)}`;
      return `${pad}- ${mapping(value as JsonObject, `${pad}  `).trimStart()}`;
    })
    .join('\n');
}

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
}
