/** What a web program is asked. */
export interface WebRequest {
  readonly method: string;
  /** As on the request line: path and query. */
  readonly target: string;
  /** Decoded path without the query. */
  readonly path: string;
  readonly headers: { readonly [lowerCaseName: string]: string };
  readonly body: string;
  readonly remoteAddress: string;
  readonly remotePort?: number;
}

/** What it answers. Content-Length, Date and Connection are added by the server loop. */
export interface WebAnswer {
  readonly status: number;
  /** The words after the status; default: the standard's. */
  readonly reason?: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const TYPES: { readonly [extension: string]: string } = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  txt: 'text/plain',
  xml: 'text/xml',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  ico: 'image/x-icon',
};

/** The media type of a file name, as nginx's and httpd's mime.types give it. */
export function mediaType(path: string, fallback: string): string {
  const dot = path.lastIndexOf('.');
  return TYPES[path.slice(dot + 1).toLowerCase()] ?? fallback;
}

/** Resolves `.`, `..` and doubled slashes in a request path; undefined when it leaves the root. */
export function cleanPath(path: string): string | undefined {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (out.pop() === undefined) return undefined;
    } else out.push(part);
  }
  return `/${out.join('/')}${path.endsWith('/') && out.length > 0 ? '/' : ''}`;
}
