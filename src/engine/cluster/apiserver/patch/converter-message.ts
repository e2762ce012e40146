import type { Json } from '../../json.ts';
import { isNamedString } from '../decode/go-types.ts';
import type { TypeMismatchError } from '../decode/typed.ts';

/** The Go type that an unstructured value has. */
function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'object') return 'map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

const NUMBERS = new Set(['int32', 'int64', 'float64']);

/** What a strategic merge patch says of a value of the wrong type. Models: apimachinery/pkg/runtime.fromUnstructured */
export function converterMessage(error: TypeMismatchError): string {
  if (error.mismatch === undefined) return error.message;
  const { found, wanted } = error.mismatch;
  const kind = kindOf(found);
  if (wanted.startsWith('[]')) return `cannot restore slice from ${kind}`;
  if (wanted.startsWith('map[')) return `cannot restore map from ${kind}`;
  if (NUMBERS.has(wanted))
    return kind === 'float64' ? `cannot convert ${kind} to ${wanted}` : `unrecognized type: ${wanted}`;
  if (wanted === 'bool') return 'unrecognized type: bool';
  if (wanted !== 'string' && !isNamedString(wanted)) return `cannot restore struct from: ${kind}`;
  // A Go integer converts to a string (as a rune), which is refused by name; nothing else does.
  return kind === 'int64' ? `cannot convert int64 to ${wanted}` : 'unrecognized type: string';
}
