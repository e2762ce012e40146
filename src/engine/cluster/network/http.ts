import { utf8Length } from './utf8.ts';

/** Header fields in the order and case in which they travel. */
export type HttpHeaders = readonly (readonly [name: string, value: string])[];

/** The first line and the header fields of a request. */
export interface HttpRequestHead {
  readonly method: string;
  /** Path and query as on the wire. */
  readonly target: string;
  readonly version: string;
  readonly headers: HttpHeaders;
}

/** The first line and the header fields of a response. */
export interface HttpResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly headers: HttpHeaders;
}

/** A whole request, body included. */
export interface HttpRequest extends HttpRequestHead {
  readonly body: string;
}

const REASONS: { readonly [status: number]: string } = {
  100: 'Continue',
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  411: 'Length Required',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

/** The standard reason phrase of a status code, '' when there is none. */
export function reasonPhrase(status: number): string {
  return REASONS[status] ?? '';
}

/** A header field's value; names are compared without case. */
export function header(headers: HttpHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** The request as text to send. Adds `Content-Length` where there is a body and neither it nor `Transfer-Encoding` is given. */
export function formatRequest(request: {
  readonly method: string;
  readonly target: string;
  readonly version?: string;
  readonly headers: HttpHeaders;
  readonly body?: string;
}): string {
  const first = `${request.method} ${request.target} ${request.version ?? 'HTTP/1.1'}`;
  const body = request.body ?? '';
  return format(first, body === '' ? request.headers : withLength(request.headers, body), body);
}

/** The response as text to send. Adds `Content-Length` unless a framing field is given or the status allows no body. */
export function formatResponse(response: {
  readonly status: number;
  readonly reason?: string;
  readonly version?: string;
  readonly headers: HttpHeaders;
  readonly body?: string;
}): string {
  const body = response.body ?? '';
  const reason = response.reason ?? reasonPhrase(response.status);
  const first = `${response.version ?? 'HTTP/1.1'} ${response.status} ${reason}`;
  const headers = hasNoBody(response.status) ? response.headers : withLength(response.headers, body);
  return format(first, headers, body);
}

/** True where a response of this status never has a body, whatever its headers say. */
export function hasNoBody(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

function withLength(headers: HttpHeaders, body: string): HttpHeaders {
  if (header(headers, 'Content-Length') !== undefined || header(headers, 'Transfer-Encoding') !== undefined)
    return headers;
  return [...headers, ['Content-Length', String(utf8Length(body))]];
}

function format(first: string, headers: HttpHeaders, body: string): string {
  let text = `${first}\r\n`;
  for (const [name, value] of headers) text += `${name}: ${value}\r\n`;
  return `${text}\r\n${body}`;
}
