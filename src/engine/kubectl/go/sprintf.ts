import type { Json } from '../../cluster/json.ts';
import { formatSyntax, formatValue, goType } from './format.ts';
import { quote } from './quote.ts';

/** Models: fmt.tooLarge */
const MOST_WIDTH = 1_000_000;
/** Digits after the point that JavaScript gives; further ones are 0. */
const MOST_DIGITS = 100;

const isWidth = (width: number): boolean => Number.isInteger(width) && Math.abs(width) <= MOST_WIDTH;

function fixed(value: number, digits: number): string {
  return value.toFixed(Math.min(digits, MOST_DIGITS)) + '0'.repeat(Math.max(0, digits - MOST_DIGITS));
}

/** Formats values from JSON as Go's `fmt.Sprintf` does: `%s %d %v %q %t %x %f %e %g %T %%`, with width, `-`, `0`, `+` and precision. */
export function sprintf(format: string, args: readonly Json[]): string {
  let next = 0;
  const out = format.replace(
    /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%])?/g,
    (_whole, flags: string, width, precision, verb) => {
      if (verb === '%') return '%';
      if (verb === undefined) return '%!(NOVERB)';
      // A width in the text that is too large ends the verb there.
      if (Number(width) > MOST_WIDTH || Number(precision) > MOST_WIDTH) return `%!(NOVERB)${verb}`;
      const star = (value: string | undefined): number | undefined =>
        value === '*' ? Number(args[next++] ?? 0) : value === undefined ? undefined : Number(value);
      const wide = star(width) ?? 0;
      const exact = star(precision);
      const bad = `${isWidth(wide) ? '' : '%!(BADWIDTH)'}${isWidth(exact ?? 0) ? '' : '%!(BADPREC)'}`;
      if (next >= args.length) return `%!${verb}(MISSING)`;
      const value = args[next++] ?? null;
      const text = bad + convert(verb, value, flags, isWidth(exact ?? 0) ? exact : undefined);
      if (bad !== '' || text.length >= wide) return text;
      if (flags.includes('-')) return text.padEnd(wide);
      if (!flags.includes('0') || typeof value !== 'number') return text.padStart(wide);
      return text.startsWith('-') ? `-${text.slice(1).padStart(wide - 1, '0')}` : text.padStart(wide, '0');
    },
  );
  if (next >= args.length) return out;
  return `${out}%!(EXTRA ${args
    .slice(next)
    .map((value) => `${goType(value)}=${formatValue(value)}`)
    .join(', ')})`;
}

function convert(verb: string, value: Json, flags: string, precision: number | undefined): string {
  const bad = `%!${verb}(${value === null ? '<nil>' : `${goType(value)}=${formatValue(value)}`})`;
  const sign = flags.includes('+') && typeof value === 'number' && value >= 0 ? '+' : '';
  switch (verb) {
    case 'v':
      return flags.includes('#') ? formatSyntax(value) : sign + formatValue(value);
    case 's':
      if (typeof value === 'number' || typeof value === 'boolean' || value === null) return bad;
      return typeof value === 'string' && precision !== undefined ? value.slice(0, precision) : formatValue(value);
    case 'q':
      return typeof value === 'string' ? quote(value) : bad;
    case 'T':
      return goType(value);
    case 't':
      return typeof value === 'boolean' ? String(value) : bad;
    case 'd':
      return Number.isInteger(value) ? sign + String(value) : bad;
    case 'x':
    case 'X':
    case 'o':
    case 'b': {
      if (!Number.isInteger(value)) return bad;
      const digits = Number(value).toString({ x: 16, X: 16, o: 8, b: 2 }[verb]);
      return verb === 'X' ? digits.toUpperCase() : digits;
    }
    case 'f':
    case 'F':
      return typeof value === 'number' && !Number.isInteger(value) ? sign + fixed(value, precision ?? 6) : bad;
    case 'e':
      return typeof value === 'number' && !Number.isInteger(value)
        ? sign + value.toExponential(Math.min(precision ?? 6, MOST_DIGITS)).replace(/e([+-])(\d)$/, 'e$10$2')
        : bad;
    case 'g':
      return typeof value === 'number' && !Number.isInteger(value) ? sign + formatValue(value) : bad;
    default:
      return bad;
  }
}
