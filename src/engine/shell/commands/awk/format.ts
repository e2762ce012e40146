import { formatPrintf } from '../printf-core.ts';
import { toNumber, toText, type Value } from './values.ts';

/** awk's sprintf: `%c` of a number is that character, `%d` of anything its whole number. */
export function formatAwk(format: string, values: readonly Value[]): string {
  const args: string[] = [];
  let next = 0;
  let rewritten = '';
  let last = 0;
  for (const match of format.matchAll(/%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?([a-zA-Z%])/g)) {
    rewritten += literal(format.slice(last, match.index)) + match[0];
    last = match.index + match[0].length;
    const kind = match[4] ?? '';
    if (kind === '%') continue;
    if (match[2] === '*') args.push(String(Math.trunc(toNumber(values[next++]))));
    if (match[3] === '*') args.push(String(Math.trunc(toNumber(values[next++]))));
    const value = values[next++];
    if (kind === 'c')
      args.push(
        typeof value === 'number' ? String.fromCodePoint(Math.max(0, Math.trunc(value)) % 0x110000) : toText(value),
      );
    else if ('dixXou'.includes(kind)) args.push(plainInteger(toNumber(value)));
    else if ('eEfFgG'.includes(kind)) args.push(String(toNumber(value)));
    else args.push(toText(value));
  }
  rewritten += literal(format.slice(last));
  return formatPrintf(rewritten, args).text;
}

/** The format's own backslashes have been read already. */
function literal(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

function plainInteger(number: number): string {
  return Number.isFinite(number) ? BigInt(Math.trunc(number)).toString() : '0';
}
