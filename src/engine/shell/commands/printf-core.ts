import { backslashQuote } from '../language/quote.ts';
import { unescapeBackslashes } from './escapes.ts';

const CONVERSION = /%([-+ 0#']*)(\*|\d+)?(?:\.(\*|-?\d*))?([a-zA-Z%])|%/g;

/** What `printf` prints, with what it has to complain about. The format is used again while arguments are left. */
export function formatPrintf(
  format: string,
  values: readonly string[],
  step: () => void = () => {},
): { readonly text: string; readonly problems: readonly string[] } {
  const problems: string[] = [];
  let out = '';
  let next = 0;
  do {
    step();
    const before = next;
    const piece = formatOnce(format, () => values[next++], problems);
    out += piece.text;
    if (piece.stopped) break;
    if (next === before) break;
  } while (next < values.length);
  return { text: out, problems };
}

function formatOnce(
  format: string,
  take: () => string | undefined,
  problems: string[],
): { text: string; stopped: boolean } {
  let out = '';
  let last = 0;
  for (const match of format.matchAll(CONVERSION)) {
    const literal = unescapeBackslashes(format.slice(last, match.index), false);
    out += literal.text;
    if (literal.stopped) return { text: out, stopped: true };
    last = match.index + match[0].length;
    const [whole, flags = '', widthText, precisionText, kind] = match;
    if (kind === '%') {
      out += '%';
      continue;
    }
    if (kind === undefined) {
      problems.push(`\`%': missing format character`);
      return { text: out, stopped: true };
    }
    const width = widthText === '*' ? Number(take() ?? 0) : widthText === undefined ? 0 : Number(widthText);
    const precision =
      precisionText === '*'
        ? Number(take() ?? 0)
        : precisionText === undefined
          ? undefined
          : Number(precisionText || '0');
    const argument = take();
    const body = convert(kind, flags, precision, argument, problems);
    if (body === undefined) {
      problems.push(`\`${kind}': invalid format character`);
      return { text: out, stopped: true };
    }
    out += pad(body.text, width < 0 ? `${flags}-` : flags, Math.abs(width), kind);
    if (body.stopped === true) return { text: out, stopped: true };
    if (whole === '') break;
  }
  const tail = unescapeBackslashes(format.slice(last), false);
  return { text: out + tail.text, stopped: tail.stopped };
}

function convert(
  kind: string,
  flags: string,
  precision: number | undefined,
  argument: string | undefined,
  problems: string[],
): { text: string; stopped?: boolean } | undefined {
  switch (kind) {
    case 's':
      return { text: precision === undefined ? (argument ?? '') : (argument ?? '').slice(0, precision) };
    case 'b':
      return unescapeBackslashes(argument ?? '', true);
    case 'q':
      return { text: backslashQuote(argument ?? '') };
    case 'c':
      return { text: [...(argument ?? '')][0] ?? '' };
    case 'd':
    case 'i':
      return { text: sign(digits(Math.abs(integer(argument, problems)), 10, precision), integer(argument, []), flags) };
    case 'u':
      return { text: digits(unsigned(integer(argument, problems)), 10, precision) };
    case 'o':
      return { text: digits(unsigned(integer(argument, problems)), 8, precision) };
    case 'x':
    case 'X': {
      const number = unsigned(integer(argument, problems));
      const text = (flags.includes('#') && number !== 0n ? '0x' : '') + digits(number, 16, precision);
      return { text: kind === 'X' ? text.toUpperCase() : text };
    }
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': {
      const number = float(argument, problems);
      return { text: sign(floatText(kind, Math.abs(number), precision ?? 6, flags), number, flags) };
    }
    default:
      return undefined;
  }
}

/** A number as `%f`, `%e` or `%g` writes it, without a sign. Shared with awk. */
export function floatText(kind: string, number: number, precision: number, flags = ''): string {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'nan' : 'inf';
  const exponent = (digitCount: number): string => number.toExponential(digitCount).replace(/e([-+])(\d)$/, 'e$10$2');
  let text: string;
  if (kind === 'f' || kind === 'F') text = fixed(number, Math.min(100, precision));
  else if (kind === 'e' || kind === 'E') text = exponent(Math.min(100, precision));
  else {
    const significant = Math.max(1, Math.min(100, precision));
    const power = number === 0 ? 0 : Number(number.toExponential(significant - 1).split('e')[1]);
    text =
      power < -4 || power >= significant
        ? exponent(significant - 1)
        : number.toFixed(Math.max(0, significant - 1 - power));
    if (!flags.includes('#') && text.includes('.')) text = text.replace(/\.?0+($|e)/, '$1');
  }
  return /[A-Z]/.test(kind) ? text.toUpperCase() : text;
}

/** Rounds exact ties to even, as C does (`toFixed` rounds them up). */
function fixed(number: number, precision: number): string {
  const scaled = number * 10 ** precision;
  const tie = scaled % 1 === 0.5 && Number.isInteger(number * 2 ** (precision + 1));
  return tie && Math.floor(scaled) % 2 === 0
    ? (Math.floor(scaled) / 10 ** precision).toFixed(precision)
    : number.toFixed(precision);
}

function sign(text: string, number: number, flags: string): string {
  if (number < 0 || Object.is(number, -0)) return `-${text}`;
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
}

function digits(number: number | bigint, base: number, precision: number | undefined): string {
  return number.toString(base).padStart(precision ?? 0, '0');
}

function unsigned(number: number): bigint {
  return BigInt.asUintN(64, BigInt(Math.trunc(number)));
}

function integer(argument: string | undefined, problems: string[]): number {
  if (argument === undefined || argument === '') return 0;
  if (/^["']./.test(argument)) return argument.codePointAt(1) ?? 0;
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(argument);
  if (match === null) {
    problems.push(`${argument}: invalid number`);
    return 0;
  }
  if (match[0].length < argument.length) problems.push(`${argument}: invalid number`);
  const text = match[2] ?? '0';
  const value = /^0[xX]/.test(text)
    ? Number.parseInt(text, 16)
    : /^0\d/.test(text)
      ? Number.parseInt(text, 8)
      : Number(text);
  return match[1] === '-' ? -value : value;
}

function float(argument: string | undefined, problems: string[]): number {
  if (argument === undefined || argument === '') return 0;
  if (/^["']./.test(argument)) return argument.codePointAt(1) ?? 0;
  const match = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(argument);
  if (match === null || match[0].length < argument.length) problems.push(`${argument}: invalid number`);
  return match === null ? 0 : Number(match[0]);
}

function pad(text: string, flags: string, width: number, kind: string): string {
  const length = [...text].length;
  if (length >= width) return text;
  if (flags.includes('-')) return text + ' '.repeat(width - length);
  if (flags.includes('0') && !'sbcq'.includes(kind)) {
    const head = /^[-+ ]?(?:0x)?/i.exec(text)?.[0] ?? '';
    return head + '0'.repeat(width - length) + text.slice(head.length);
  }
  return ' '.repeat(width - length) + text;
}
