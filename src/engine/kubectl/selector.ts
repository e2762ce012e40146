import type { JsonObject } from '../cluster/json.ts';
import { CommandError } from './errors.ts';

/** One requirement of a label selector. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

/** Reads a label selector: `a=b,c!=d,e in (f,g),h,!i`. Throws `CommandError`. Models: apimachinery/pkg/labels.Parse, as far as clients need it */
export function parseSelector(text: string): readonly Requirement[] {
  return splitRequirements(text).map((part) => {
    const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part);
    if (set !== null) {
      const values = (set[3] ?? '').split(',').map((value) => value.trim());
      return { key: set[1] ?? '', operator: set[2] === 'in' ? 'in' : 'notin', values };
    }
    const equality = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/.exec(part);
    if (equality !== null) {
      return { key: equality[1] ?? '', operator: equality[2] === '!=' ? 'notin' : 'in', values: [equality[3] ?? ''] };
    }
    const presence = /^(!?)\s*([A-Za-z0-9][-A-Za-z0-9_./]*)$/.exec(part);
    if (presence !== null)
      return { key: presence[2] ?? '', operator: presence[1] === '!' ? 'absent' : 'exists', values: [] };
    throw new CommandError(`the provided selector "${text}" is not valid: unable to parse requirement: ${part}`);
  });
}

/** True when labels meet all requirements. */
export function matchesSelector(requirements: readonly Requirement[], labels: JsonObject): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels[key];
    if (operator === 'exists') return value !== undefined;
    if (operator === 'absent') return value === undefined;
    const within = typeof value === 'string' && values.includes(value);
    return operator === 'in' ? within : !within;
  });
}

function splitRequirements(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  if (part.trim() !== '' || parts.length > 0) parts.push(part.trim());
  return parts;
}
