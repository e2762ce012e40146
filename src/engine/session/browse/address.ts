/** An address as a browser reads it. */
export interface WebAddress {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path and query as they travel. */
  readonly target: string;
}

const USUAL_PORT = { http: 80, https: 443 };
const HOST = /^[a-z\d]([a-z\d.-]*[a-z\d])?$/;

/** What a path may not have on the wire, escaped. */
function escaped(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, (letter) => {
    try {
      return encodeURIComponent(letter);
    } catch {
      return '%EF%BF%BD';
    }
  });
}

/** Reads what was typed into an address bar, with or without `http://`; undefined when it is no web address. */
export function readAddress(typed: string): WebAddress | undefined {
  const match = /^(?:(https?):\/\/)?([^/?#:]+)(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/iu.exec(typed.trim());
  if (match === null) return undefined;
  const scheme = match[1]?.toLowerCase() === 'https' ? 'https' : 'http';
  const host = (match[2] ?? '').toLowerCase();
  const port = match[3] === undefined ? USUAL_PORT[scheme] : Number(match[3]);
  if (!HOST.test(host) || port === 0 || port > 65_535) return undefined;
  const rest = escaped(match[4] ?? '/');
  return { scheme, host, port, target: rest.startsWith('/') ? rest : `/${rest}` };
}

/** Host and port as the Host header and the address bar have them. */
export function authority({ scheme, host, port }: WebAddress): string {
  return port === USUAL_PORT[scheme] ? host : `${host}:${port}`;
}

/** The address as text. */
export function addressText(address: WebAddress): string {
  return `${address.scheme}://${authority(address)}${address.target}`;
}

/** Where a link or a Location header leads from an address; undefined when it is no web address. */
export function follow(from: WebAddress, link: string): WebAddress | undefined {
  const text = link.trim();
  if (/^https?:\/\//i.test(text)) return readAddress(text);
  if (text.startsWith('//')) return readAddress(`${from.scheme}:${text}`);
  if (/^[a-z][a-z\d+.-]*:/i.test(text)) return undefined;
  const [path = ''] = text.split('#');
  const [here = '/'] = from.target.split('?');
  if (path === '') return from;
  if (path.startsWith('?')) return { ...from, target: escaped(here + path) };
  const [steps = '', ...query] = path.split('?');
  const base = path.startsWith('/') ? '' : here.slice(0, here.lastIndexOf('/') + 1);
  const parts: string[] = [];
  const all = `${base}${steps}`.split('/').slice(1);
  for (const [at, part] of all.entries()) {
    if (part === '..') parts.pop();
    if (part !== '.' && part !== '..') parts.push(part);
    else if (at === all.length - 1) parts.push('');
  }
  const asked = query.length === 0 ? '' : `?${query.join('?')}`;
  return { ...from, target: escaped(`/${parts.join('/')}${asked}`) };
}
