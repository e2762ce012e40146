import { maxLengthError, type NameRule, regexError } from './names.ts';

/** Models: IsConfigMapKey */
export const configMapKey: NameRule = (value) => {
  const out: string[] = [];
  if (value.length > 253) out.push(maxLengthError(253));
  if (!/^[-._a-zA-Z0-9]+$/.test(value))
    out.push(
      regexError(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        '[-._a-zA-Z0-9]+',
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    );
  out.push(...directoryPrefix(value));
  return out;
};

function directoryPrefix(value: string): readonly string[] {
  if (value === '.') return ["must not be '.'"];
  if (value === '..') return ["must not be '..'"];
  if (value.startsWith('..')) return ["must not start with '..'"];
  return [];
}

/** Models: IsRelaxedEnvVarName (the RelaxedEnvironmentVariableValidation feature is on) */
export const environmentName: NameRule = (value) => {
  if (value === '') return ['environment variable name must be non-empty'];
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code > 126 || code < 32 || value[at] === '=')
      return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
  }
  return [];
};

/** Models: IsValidPortName */
export const portName: NameRule = (value) => {
  const out: string[] = [];
  if (value.length > 15) out.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(value)) out.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) out.push('must contain at least one letter (a-z)');
  if (value.includes('--')) out.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) out.push('must not begin or end with a hyphen');
  return out;
};

/** The message of a number outside a range. Models: InclusiveRangeError */
export function rangeError(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** Messages for a port number; none when it is between 1 and 65535. Models: IsValidPortNum */
export function portNumber(port: number): readonly string[] {
  return port >= 1 && port <= 65535 && Number.isInteger(port) ? [] : [rangeError(1, 65535)];
}

/** Models: IsValidPercent */
export const percent: NameRule = (value) =>
  /^[0-9]+%$/.test(value)
    ? []
    : [regexError("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', '1%', '93%')];

/** Models: IsHTTPHeaderName */
export const httpHeaderName: NameRule = (value) =>
  /^[-A-Za-z0-9]+$/.test(value)
    ? []
    : [
        regexError(
          "a valid HTTP header must consist of alphanumeric characters or '-'",
          '[-A-Za-z0-9]+',
          'X-Header-Name',
        ),
      ];

/** Whether the text is an IPv4 address in its one canonical form. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

/** Whether the text is an IPv6 address. */
export function isIpv6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const half of halves) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [at, part] of parts.entries()) {
      if (part.includes('.')) {
        if (at !== parts.length - 1 || !isIpv4(part)) return false;
        groups += 2;
      } else {
        if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return false;
        groups += 1;
      }
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

/** Models: IsValidIP */
export const ipAddress: NameRule = (value) =>
  isIpv4(value) || isIpv6(value) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];

const cIdentifierPattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Models: IsCIdentifier */
export const cIdentifier: NameRule = (value) =>
  cIdentifierPattern.test(value)
    ? []
    : [
        regexError(
          "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
          '[A-Za-z_][A-Za-z0-9_]*',
          'my_name',
          'MY_NAME',
          'MyName',
        ),
      ];
