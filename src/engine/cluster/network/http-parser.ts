import {
  type HttpHeaders,
  type HttpRequest,
  type HttpRequestHead,
  type HttpResponseHead,
  hasNoBody,
  header,
} from './http.ts';
import { utf8Length, utf8Prefix } from './utf8.ts';

/** What a parser tells while text arrives. `data` comes in the pieces that arrived; `error` is the last call. */
export interface MessageListener<Head> {
  head(head: Head): void;
  data(text: string): void;
  end(): void;
  error(message: string): void;
}

/** Takes text as it arrives. `end` says that the peer has closed its side. */
export interface MessageParser {
  push(text: string): void;
  end(): void;
}

/** Lines longer than this are refused, as servers do. */
const MAX_HEAD_LENGTH = 65_536;

type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

type State =
  | { readonly at: 'head' }
  | { readonly at: 'body'; left: number }
  | { readonly at: 'until-close' }
  | { readonly at: 'chunk-size' }
  | { readonly at: 'chunk'; left: number }
  | { readonly at: 'chunk-end' }
  | { readonly at: 'trailer' }
  | { readonly at: 'failed' };

/** Parses a stream of messages of one kind; after `end` of one the next may begin (keep-alive). */
class Parser<Head> implements MessageParser {
  private buffer = '';
  private state: State = { at: 'head' };

  constructor(
    private readonly firstLine: (line: string, headers: HttpHeaders) => Head | undefined,
    private readonly framing: (head: Head) => Framing,
    private readonly listener: MessageListener<Head>,
  ) {}

  push(text: string): void {
    this.buffer += text;
    while (this.step());
  }

  end(): void {
    const at = this.state.at;
    if (at === 'until-close') this.finish();
    else if (at !== 'failed' && (at !== 'head' || this.buffer !== '')) this.fail('unexpected EOF');
  }

  /** Takes one piece off the buffer; false when more text is needed. */
  private step(): boolean {
    const state = this.state;
    switch (state.at) {
      case 'failed':
        this.buffer = '';
        return false;
      case 'head':
        return this.readHead();
      case 'until-close':
        return this.pass(this.buffer);
      case 'body': {
        const taken = utf8Prefix(this.buffer, state.left);
        state.left -= utf8Length(taken);
        this.pass(taken);
        if (state.left > 0) return false;
        this.finish();
        return true;
      }
      case 'chunk-size': {
        const line = this.line();
        if (line === undefined) return false;
        const size = Number.parseInt(line, 16);
        if (!/^[0-9a-f]+\s*(;.*)?$/i.test(line)) this.fail('invalid chunk size');
        else this.state = size === 0 ? { at: 'trailer' } : { at: 'chunk', left: size };
        return true;
      }
      case 'chunk': {
        const taken = utf8Prefix(this.buffer, state.left);
        state.left -= utf8Length(taken);
        this.pass(taken);
        if (state.left > 0) return false;
        this.state = { at: 'chunk-end' };
        return true;
      }
      case 'chunk-end':
        if (this.line() === undefined) return false;
        this.state = { at: 'chunk-size' };
        return true;
      case 'trailer': {
        const line = this.line();
        if (line === undefined) return false;
        if (line === '') this.finish();
        return true;
      }
    }
  }

  private readHead(): boolean {
    const end = /\r?\n\r?\n/.exec(this.buffer);
    if (end === null) {
      if (this.buffer.length > MAX_HEAD_LENGTH) this.fail('header too long');
      return false;
    }
    const lines = this.buffer.slice(0, end.index).split(/\r?\n/);
    this.buffer = this.buffer.slice(end.index + end[0].length);
    const headers: (readonly [string, string])[] = [];
    for (const line of lines.slice(1)) {
      const colon = line.indexOf(':');
      if (colon <= 0) return this.fail('malformed header');
      headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    }
    const head = this.firstLine(lines[0] ?? '', headers);
    if (head === undefined) return this.fail('malformed first line');
    this.listener.head(head);
    const framing = this.framing(head);
    if (framing.kind === 'chunked') this.state = { at: 'chunk-size' };
    else if (framing.kind === 'close') this.state = { at: 'until-close' };
    else if (framing.kind === 'length' && framing.bytes > 0) this.state = { at: 'body', left: framing.bytes };
    else this.finish();
    return true;
  }

  private line(): string | undefined {
    const at = this.buffer.indexOf('\n');
    if (at < 0) return undefined;
    const line = this.buffer.slice(0, at).replace(/\r$/, '');
    this.buffer = this.buffer.slice(at + 1);
    return line;
  }

  private pass(text: string): false {
    if (text !== '') {
      this.buffer = this.buffer.slice(text.length);
      this.listener.data(text);
    }
    return false;
  }

  private finish(): void {
    this.state = { at: 'head' };
    this.listener.end();
  }

  private fail(message: string): false {
    this.state = { at: 'failed' };
    this.listener.error(message);
    return false;
  }
}

/** Reads responses as they arrive. `head` requests get no body, whatever the headers say: pass the request's method. */
export function responseParser(method: string, listener: MessageListener<HttpResponseHead>): MessageParser {
  return new Parser<HttpResponseHead>(
    (line, headers) => {
      const match = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/.exec(line);
      if (match === null) return undefined;
      return { version: match[1] ?? '', status: Number(match[2]), reason: match[3] ?? '', headers };
    },
    (head) => {
      if (method === 'HEAD' || hasNoBody(head.status)) return { kind: 'none' };
      return framingOf(head.headers) ?? { kind: 'close' };
    },
    listener,
  );
}

/** Reads requests as they arrive, several after one another on a kept-alive connection. */
export function requestParser(
  request: (request: HttpRequest) => void,
  error: (message: string) => void,
): MessageParser {
  let current: HttpRequestHead | undefined;
  let body = '';
  return new Parser<HttpRequestHead>(
    (line, headers) => {
      const match = /^([A-Z]+) (\S+) (HTTP\/\d\.\d)$/.exec(line);
      if (match === null) return undefined;
      return { method: match[1] ?? '', target: match[2] ?? '', version: match[3] ?? '', headers };
    },
    (head) => framingOf(head.headers) ?? { kind: 'none' },
    {
      head: (head) => {
        current = head;
        body = '';
      },
      data: (text) => {
        body += text;
      },
      end: () => {
        if (current !== undefined) request({ ...current, body });
      },
      error,
    },
  );
}

function framingOf(headers: HttpHeaders): Framing | undefined {
  if (/\bchunked\b/i.test(header(headers, 'Transfer-Encoding') ?? '')) return { kind: 'chunked' };
  const length = header(headers, 'Content-Length');
  if (length !== undefined && /^\d+$/.test(length.trim())) return { kind: 'length', bytes: Number(length) };
  return undefined;
}
