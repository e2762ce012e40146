// Over 300 lines: one transfer, whose options, redirects, timings and messages share its state.
import type { HttpHeaders, HttpResponseHead } from '../../../cluster/network/http.ts';
import { header } from '../../../cluster/network/http.ts';
import { utf8Length } from '../../../cluster/network/utf8.ts';
import { fileErrorText } from '../../files/errors.ts';
import { baseName } from '../../files/paths.ts';
import { openWriter } from '../../process/open.ts';
import type { Task, Writer } from '../../process/types.ts';
import type { Call } from '../command.ts';
import { unescapeBackslashes } from '../escapes.ts';
import type { Options } from './curl-options.ts';
import { type HttpEnd, type HttpUrl, httpCall, parseUrl } from './http-client.ts';

/** What curl calls itself. */
export const VERSION = '7.88.1';

/** Not an exit status: the transfer may be tried again. */
export const RETRY = -1;

/** One URL's transfer. */
export class Transfer {
  private head: HttpResponseHead | undefined;
  private size = 0;
  private redirects = 0;
  private started = 0;
  private connectedMs = 0;
  private firstByteMs = 0;
  private address = '';
  private localPort = 0;
  private effective = '';
  private output: Writer;
  private showBody = true;

  constructor(
    private readonly call: Call,
    private readonly options: Options,
    private readonly index: number,
  ) {
    this.output = call.process.stdout;
  }

  private has(flag: string): boolean {
    return this.options.flags.has(flag);
  }

  private value(name: string): string | undefined {
    return this.options.values.get(name)?.at(-1);
  }

  *run(text: string, mayRetry: boolean): Task<number> {
    const { process } = this.call;
    this.started = process.machine.clock.nowMs();
    const target = this.openOutput(text);
    if (target !== undefined) return target;
    let url = text;
    let method = this.method();
    for (;;) {
      const parsed = parseUrl(url);
      if (parsed === undefined) return this.failed(3, 'URL using bad/illegal format or missing URL');
      if (parsed.scheme !== 'http' && parsed.scheme !== 'https')
        return this.failed(1, `Protocol "${parsed.scheme}" not supported or disabled in libcurl`);
      this.effective = /^[a-z]+:\/\//i.test(url) ? url : `http://${url}${/[/?]/.test(url) ? '' : '/'}`;
      const body = this.body(method);
      if (body === undefined) return this.failed(26, 'Failed to open/read local data from file/application');
      const end = yield* this.exchange(parsed, method, body);
      const status = this.statusOf(end, parsed, mayRetry);
      if (status !== 0) {
        if (status !== RETRY) this.writeOut(status);
        return status;
      }
      const location = this.head === undefined ? undefined : header(this.head.headers, 'Location');
      const code = this.head?.status ?? 0;
      if (!this.has('L') || location === undefined || code < 300 || code >= 400) break;
      if (++this.redirects > Number(this.value('max-redirs') ?? 50))
        return this.failed(47, `Maximum (${this.redirects - 1}) redirects followed`);
      url = absolute(parsed, location);
      if (code === 303 || ((code === 301 || code === 302) && method === 'POST')) method = 'GET';
    }
    this.meter();
    const code = this.head?.status ?? 0;
    if (code >= 400 && (this.has('f') || this.has('fail-with-body'))) {
      const failure = this.failed(22, `The requested URL returned error: ${code}`);
      this.writeOut(failure);
      return failure;
    }
    this.writeOut(0);
    return 0;
  }

  private method(): string {
    const given = this.value('X');
    if (given !== undefined) return given;
    if (this.has('I')) return 'HEAD';
    const posts = ['d', 'data-raw', 'data-binary', 'data-urlencode', 'json'].some((name) =>
      this.options.values.has(name),
    );
    return posts && !this.has('G') ? 'POST' : 'GET';
  }

  private openOutput(url: string): number | undefined {
    const named =
      this.options.values.get('o')?.[this.index] ??
      (this.has('O') ? baseName(parseUrl(url)?.target.replace(/\?.*/, '') ?? '') : undefined);
    if (named === undefined || named === '-') return undefined;
    if (named === '' || named === '/') return this.failed(23, 'Remote file name has no length!');
    try {
      this.output = openWriter(this.call.process, named, false);
      return undefined;
    } catch (error) {
      if (!this.has('s'))
        this.call.process.stderr.write(`Warning: Failed to open the file ${named}: ${fileErrorText(error)}\n`);
      return this.failed(23, 'Failure writing output to destination');
    }
  }

  /** The request's body; undefined when a file it comes from cannot be read. */
  private body(method: string): string | undefined {
    if (method === 'GET' && this.value('X') === undefined) return '';
    const parts: string[] = [];
    for (const name of ['d', 'data-raw', 'data-binary', 'data-urlencode', 'json']) {
      for (const value of this.options.values.get(name) ?? []) {
        if (name !== 'data-raw' && value.startsWith('@')) {
          const path = this.call.path(value.slice(1));
          if (!this.call.process.fs.exists(path)) return undefined;
          const text = this.call.process.fs.read(path);
          parts.push(name === 'd' ? text.replace(/[\r\n]/g, '') : text);
        } else if (name === 'data-urlencode') {
          const at = value.indexOf('=');
          parts.push(
            at < 0 ? encodeURIComponent(value) : `${value.slice(0, at + 1)}${encodeURIComponent(value.slice(at + 1))}`,
          );
        } else parts.push(value);
      }
    }
    return parts.join('&');
  }

  private headers(url: HttpUrl, body: string): HttpHeaders {
    const given: (readonly [string, string])[] = [];
    const removed = new Set<string>();
    for (const line of this.options.values.get('H') ?? []) {
      const at = line.indexOf(':');
      const name = at < 0 ? line.replace(/;$/, '') : line.slice(0, at);
      const value = at < 0 ? '' : line.slice(at + 1).trim();
      removed.add(name.toLowerCase());
      if (value !== '' || line.endsWith(';')) given.push([name, value]);
    }
    const port = url.port === (url.scheme === 'https' ? 443 : 80) ? '' : `:${url.port}`;
    const standard: (readonly [string, string])[] = [['Host', `${url.host}${port}`]];
    const user = this.value('u') ?? url.user;
    if (user !== undefined) standard.push(['Authorization', `Basic ${btoa(user)}`]);
    standard.push(['User-Agent', this.value('A') ?? `curl/${VERSION}`], ['Accept', '*/*']);
    const referer = this.value('e');
    if (referer !== undefined) standard.push(['Referer', referer]);
    const cookie = this.value('b');
    if (cookie !== undefined) standard.push(['Cookie', cookie]);
    if (this.options.values.has('json')) standard.push(['Content-Type', 'application/json']);
    const host = given.find(([name]) => name.toLowerCase() === 'host');
    const rest: (readonly [string, string])[] =
      body === '' || this.options.values.has('json')
        ? []
        : [
            ['Content-Length', String(utf8Length(body))],
            ['Content-Type', 'application/x-www-form-urlencoded'],
          ];
    const kept = [...standard, ...rest].filter(([name]) => !removed.has(name.toLowerCase()));
    return host === undefined ? [...kept, ...given] : [host, ...kept, ...given.filter((pair) => pair !== host)];
  }

  private *exchange(url: HttpUrl, method: string, body: string): Task<HttpEnd> {
    const { process } = this.call;
    const seconds = (name: string): number | undefined => {
      const text = this.value(name);
      return text === undefined ? undefined : Number(text) * 1000;
    };
    const resolved = this.options.values
      .get('resolve')
      ?.map((entry) => entry.split(':'))
      .find(([host, port]) => host === url.host && Number(port) === url.port);
    const query = this.has('G')
      ? ['d', 'data-raw', 'data-urlencode'].flatMap((name) => this.options.values.get(name) ?? []).join('&')
      : '';
    const target = query === '' ? url.target : `${url.target}${url.target.includes('?') ? '&' : '?'}${query}`;
    const headers = this.headers(url, body);
    this.head = undefined;
    this.size = 0;
    if (url.scheme === 'https') {
      const end = yield* httpCall(
        process,
        {
          url,
          address: resolved?.[2],
          method,
          headers: [],
          body: '',
          connectTimeoutMs: seconds('connect-timeout'),
          timeoutMs: 0.001,
          idleTimeoutMs: undefined,
        },
        { connected() {}, head() {}, data() {} },
      );
      return end.kind === 'timeout' || end.kind === 'done' ? { kind: 'broken', message: 'TLS' } : end;
    }
    return yield* httpCall(
      process,
      {
        url: { ...url, target },
        address: resolved?.[2],
        method,
        headers,
        body,
        connectTimeoutMs: seconds('connect-timeout'),
        timeoutMs: seconds('m'),
        idleTimeoutMs: undefined,
      },
      {
        connected: (address, connection) => {
          this.address = address;
          this.localPort = connection.local.port;
          this.connectedMs = process.machine.clock.nowMs() - this.started;
          this.trace(
            `*   Trying ${address}:${url.port}...\n* Connected to ${url.host} (${address}) port ${url.port} (#0)\n`,
          );
          this.trace(
            `> ${method} ${target} HTTP/1.1\n${headers.map(([name, value]) => `> ${name}: ${value}\n`).join('')}> \n`,
          );
        },
        head: (head) => {
          this.head = head;
          this.firstByteMs = process.machine.clock.nowMs() - this.started;
          const redirect =
            this.has('L') && head.status >= 300 && head.status < 400 && header(head.headers, 'Location') !== undefined;
          this.showBody = !redirect && !(head.status >= 400 && this.has('f'));
          const lines = [
            `${head.version} ${head.status}${head.reason === '' ? '' : ` ${head.reason}`}`,
            ...head.headers.map(([name, value]) => `${name}: ${value}`),
          ];
          this.trace(`${lines.map((line) => `< ${line}\n`).join('')}< \n`);
          if ((this.has('i') || this.has('I')) && !(head.status >= 400 && this.has('f')))
            this.output.write(`${lines.map((line) => `${line}\r\n`).join('')}\r\n`);
        },
        data: (text) => {
          this.size += utf8Length(text);
          if (this.showBody) this.output.write(text);
        },
      },
    );
  }

  private trace(text: string): void {
    if (this.has('v')) this.call.process.stderr.write(text);
  }

  private failed(status: number, text: string): number {
    if (!this.has('s') || this.has('S')) this.call.process.stderr.write(`curl: (${status}) ${text}\n`);
    return status;
  }

  private statusOf(end: HttpEnd, url: HttpUrl, mayRetry: boolean): number {
    const code = this.head?.status ?? 0;
    const transient =
      end.kind === 'timeout' ||
      (end.kind === 'refused' && this.has('retry-connrefused')) ||
      [408, 429, 500, 502, 503, 504].includes(code) ||
      (this.has('retry-all-errors') && end.kind !== 'done');
    if (mayRetry && transient) {
      if (!this.has('s'))
        this.call.process.stderr.write(
          `Warning: Problem: ${code > 0 ? `HTTP error` : end.kind === 'timeout' ? 'timeout' : 'connection refused'}. Will retry.\n`,
        );
      return RETRY;
    }
    const ms = 'afterMs' in end ? Math.round(end.afterMs) : 0;
    const couldNot = `Failed to connect to ${url.host} port ${url.port} after ${ms} ms: Couldn't connect to server`;
    switch (end.kind) {
      case 'done':
        return 0;
      case 'unresolved':
        return this.failed(6, `Could not resolve host: ${url.host}`);
      case 'refused':
      case 'unreachable':
        this.trace(
          `*   Trying ${end.address}:${url.port}...\n* connect to ${end.address} port ${url.port} failed: ${end.kind === 'refused' ? 'Connection refused' : 'No route to host'}\n`,
        );
        return this.failed(7, couldNot);
      case 'timeout':
        if (end.phase === 'connect')
          return this.failed(28, end.limited ? `Connection timed out after ${ms} milliseconds` : couldNot);
        return this.failed(28, `Operation timed out after ${ms} milliseconds with ${end.received} bytes received`);
      case 'empty':
        return this.failed(52, 'Empty reply from server');
      case 'reset':
        return this.failed(56, 'Recv failure: Connection reset by peer');
      case 'broken':
        if (end.message === 'TLS') return this.failed(35, 'TLS is not simulated here: use http://');
        return this.failed(
          this.head === undefined ? 1 : 18,
          this.head === undefined ? 'Received HTTP/0.9 when not allowed' : end.message,
        );
    }
  }

  /** The progress meter, where curl shows it: the body goes elsewhere than to the terminal. */
  private meter(): void {
    if (this.has('s') || this.has('no-progress-meter') || this.has('I') || this.output.isTerminal) return;
    const size = String(this.size).padStart(5);
    const speed = String(
      Math.round(this.size / Math.max(0.001, (this.call.process.machine.clock.nowMs() - this.started) / 1000)),
    );
    const shown = (speed.length > 5 ? `${Math.round(Number(speed) / 1000)}k` : speed).padStart(6);
    this.call.process.stderr.write(
      `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n\r100 ${size}  100 ${size}    0     0 ${shown}      0 --:--:-- --:--:-- --:--:-- ${shown}\n`,
    );
  }

  private writeOut(status: number): void {
    const format = this.value('w');
    if (format === undefined) return;
    const seconds = (ms: number): string => (ms / 1000).toFixed(6);
    const total = this.call.process.machine.clock.nowMs() - this.started;
    const facts: { readonly [name: string]: string } = {
      http_code: String(this.head?.status ?? 0).padStart(3, '0'),
      response_code: String(this.head?.status ?? 0).padStart(3, '0'),
      content_type: this.head === undefined ? '' : (header(this.head.headers, 'Content-Type') ?? ''),
      size_download: String(this.size),
      time_total: seconds(total),
      time_connect: seconds(this.connectedMs),
      time_starttransfer: seconds(this.firstByteMs),
      time_namelookup: seconds(Math.min(this.connectedMs, 1)),
      url_effective: this.effective,
      remote_ip: this.address,
      local_port: String(this.localPort),
      num_redirects: String(this.redirects),
      redirect_url: this.head === undefined ? '' : (header(this.head.headers, 'Location') ?? ''),
      exitcode: String(status),
      method: this.method(),
    };
    this.call.print(
      unescapeBackslashes(format, false)
        .text.replace(/%\{(\w+)\}/g, (_, name: string) => facts[name] ?? '')
        .replaceAll('%%', '%'),
    );
  }
}

function absolute(base: HttpUrl, location: string): string {
  if (/^[a-z]+:\/\//i.test(location)) return location;
  const origin = `${base.scheme}://${base.host}${base.port === 80 ? '' : `:${base.port}`}`;
  return location.startsWith('/') ? origin + location : `${origin}${base.target.replace(/[^/]*$/, '')}${location}`;
}
