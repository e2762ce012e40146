import { parseTime } from '../../timestamp.ts';

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

function isIpv6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  return (
    groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) &&
    (halves.length === 2 ? groups.length < 8 : groups.length === 8)
  );
}

const isCidr = (text: string, isAddress: (address: string) => boolean, bits: number): boolean => {
  const [address = '', mask = '', ...rest] = text.split('/');
  return rest.length === 0 && isAddress(address) && /^\d{1,3}$/.test(mask) && Number(mask) <= bits;
};

const byPattern =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match !== null && parseTime(`${text}T00:00:00Z`) !== undefined;
}

/** The formats that Kubernetes checks; any other is taken as it is. Models: apiextensions/pkg/apiserver/validation.supportedVersionedFormats */
const FORMATS: { readonly [format: string]: (text: string) => boolean } = {
  'date-time': (text) => /^\d{4}-\d\d-\d\d[Tt]/.test(text) && parseTime(text.toUpperCase()) !== undefined,
  datetime: (text) => parseTime(text) !== undefined,
  date: isDate,
  duration: byPattern(/^-?(?:\d+(?:\.\d*)?\s*(?:ns|us|µs|μs|ms|s|m|h|d|w))+$|^0$/),
  email: byPattern(/^[^\s@]+@[^\s@]+$/),
  hostname: byPattern(
    /^(?=.{1,253}$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/,
  ),
  ipv4: byPattern(IPV4),
  ipv6: isIpv6,
  cidr: (text) => isCidr(text, byPattern(IPV4), 32) || isCidr(text, isIpv6, 128),
  uri: byPattern(/^(?:[a-zA-Z][a-zA-Z0-9+.-]*:\S+|\/\S*)$/),
  mac: byPattern(/^(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/),
  uuid: byPattern(/^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/),
  byte: (text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
  hexcolor: byPattern(/^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  creditcard: byPattern(/^\d{13,16}$/),
  isbn: byPattern(/^(?:\d{9}[\dX]|97[89]\d{10})$/),
  'k8s-short-name': byPattern(/^(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/),
  'k8s-long-name': byPattern(/^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/),
};

/** Whether text has a format; formats that are not known have no rule. */
export function hasFormat(text: string, format: string): boolean {
  return FORMATS[format]?.(text) ?? true;
}
