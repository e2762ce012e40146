import { formatRequest } from '../../cluster/network/http.ts';
import { responseParser } from '../../cluster/network/http-parser.ts';
import { utf8Length } from '../../cluster/network/utf8.ts';
import type { Process, Task } from '../../shell/process/types.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';
import { accessLogDate, errorLogDate } from '../web/dates.ts';
import { listenHttp } from '../web/http-server.ts';
import { waitForSignal } from '../web/signals.ts';
import { type ConfigFiles, NginxConfigError } from './config.ts';
import { readSite } from './read-site.ts';
import { errorPage, respond } from './respond.ts';
import { type Site, setting } from './site.ts';

/** The main configuration file. */
export const CONFIG = '/etc/nginx/nginx.conf';
const UPSTREAM_TIMEOUT_MS = 60_000;

function configFiles(process: Process): ConfigFiles {
  return {
    read: (path) => {
      const node = process.fs.exists(path) ? process.fs.node(path) : undefined;
      if (node === undefined || node.type === 'directory') return undefined;
      return node.type === 'file' ? node.content : '';
    },
    match: (pattern) => {
      const slash = pattern.lastIndexOf('/');
      const [folder, name] = [pattern.slice(0, slash), pattern.slice(slash + 1)];
      const [head = '', tail = ''] = name.split('*');
      if (!process.fs.isDirectory(folder)) return [];
      return process.fs
        .list(folder)
        .filter((entry) => entry.startsWith(head) && entry.endsWith(tail))
        .map((entry) => `${folder}/${entry}`);
    },
  };
}

interface Port {
  readonly port: number;
  readonly loopback: boolean;
}

/** By configuration, which servers of one image share. */
const knownPorts = new WeakMap<Site, readonly Port[]>();

function portsOf(site: Site): readonly Port[] {
  let found = knownPorts.get(site);
  if (found === undefined) {
    const ports = new Map<number, boolean>();
    for (const listen of site.servers.flatMap((server) => server.ports))
      ports.set(listen.port, (ports.get(listen.port) ?? true) && listen.loopback);
    found = [...ports].map(([port, loopback]) => ({ port, loopback }));
    knownPorts.set(site, found);
  }
  return found;
}

/** What the last start said: servers that start within the same second say the same, and share the text. */
let announced: {
  readonly second: number;
  readonly pid: number;
  readonly version: string;
  readonly lines: readonly string[];
} = { second: 0, pid: 0, version: '', lines: [] };

/** One running nginx: configuration, ports, answers, signals. */
export class Nginx {
  private site: Site = { servers: [], http: [], upstreams: new Map() };
  private listeners: { close(): void }[] = [];

  constructor(
    private readonly process: Process,
    private readonly version: string,
  ) {}

  log(level: string, message: string): void {
    this.process.stderr.write(this.line(level, message));
  }

  private line(level: string, message: string): string {
    const { pid, machine } = this.process;
    return `${errorLogDate(machine.clock.nowMs())} [${level}] ${pid}#${pid}: ${message}\n`;
  }

  /** Says a fatal error as nginx does at start: to the log and to its own standard error. */
  private fatal(message: string): void {
    this.log('emerg', message);
    this.process.stderr.write(`nginx: [emerg] ${message}\n`);
  }

  /** Reads the configuration; false after saying what is wrong with it. */
  load(): boolean {
    try {
      this.site = readSite(CONFIG, configFiles(this.process));
      return true;
    } catch (error) {
      if (!(error instanceof NginxConfigError)) throw error;
      this.fatal(error.message);
      return false;
    }
  }

  /** Binds all ports; those that failed. */
  private bind(): readonly number[] {
    const { network, clock } = this.process.machine;
    if (network === undefined) return portsOf(this.site).map((listen) => listen.port);
    const failed: number[] = [];
    for (const { port, loopback } of portsOf(this.site)) {
      const listener = listenHttp(
        {
          network,
          nowMs: () => clock.nowMs(),
          answer: (request, at, reply) => this.answer(request, at, reply),
          malformed: () => ({
            status: 400,
            headers: [
              ['Server', `nginx/${this.version}`],
              ['Content-Type', 'text/html'],
            ],
            body: errorPage(400, this.version),
          }),
        },
        port,
        loopback,
      );
      if (listener === undefined) failed.push(port);
      else this.listeners.push(listener);
    }
    if (failed.length > 0) this.close();
    return failed;
  }

  close(): void {
    for (const listener of this.listeners) listener.close();
    this.listeners = [];
  }

  private answer(request: WebRequest, port: number, reply: (answer: WebAnswer) => void): void {
    const finish = (answer: WebAnswer): void => {
      this.access(request, answer);
      reply(answer);
    };
    const outcome = respond(this.site, port, this.process.fs, this.version, request);
    if (outcome.kind === 'proxy') {
      this.proxy(request, outcome.host, outcome.port, outcome.target, finish);
      return;
    }
    if (outcome.error !== undefined)
      this.log(
        'error',
        `*1 ${outcome.error}, client: ${request.remoteAddress}, server: localhost, request: "${request.method} ${request.target} HTTP/1.1", host: "${request.headers['host'] ?? ''}"`,
      );
    finish(outcome.answer);
  }

  private access(request: WebRequest, answer: WebAnswer): void {
    const off = setting('access_log', this.site.http)?.args[0] === 'off';
    if (off) return;
    const date = accessLogDate(this.process.machine.clock.nowMs());
    const field = (name: string): string => request.headers[name] ?? '-';
    const bytes = request.method === 'HEAD' ? 0 : utf8Length(answer.body);
    this.process.stdout.write(
      `${request.remoteAddress} - - [${date}] "${request.method} ${request.target} HTTP/1.1" ${answer.status} ${bytes} "${field('referer')}" "${field('user-agent')}" "${field('x-forwarded-for')}"\n`,
    );
  }

  private proxy(
    request: WebRequest,
    host: string,
    port: number,
    target: string,
    finish: (answer: WebAnswer) => void,
  ): void {
    const failed = (status: number, why: string): void => {
      this.log(
        'error',
        `*1 ${why} while connecting to upstream, client: ${request.remoteAddress}, server: localhost, request: "${request.method} ${request.target} HTTP/1.1", upstream: "http://${host}:${port}${target}", host: "${request.headers['host'] ?? ''}"`,
      );
      finish({
        status,
        headers: [
          ['Server', `nginx/${this.version}`],
          ['Content-Type', 'text/html'],
        ],
        body: errorPage(status, this.version),
      });
    };
    this.process.machine.network?.dial(host, port, UPSTREAM_TIMEOUT_MS, (result) => {
      if (result.kind === 'timeout') failed(504, 'upstream timed out (110: Operation timed out)');
      else if (result.kind === 'unknown-host') failed(502, `${host} could not be resolved (3: Host not found)`);
      else if (result.kind !== 'open') failed(502, 'connect() failed (111: Connection refused)');
      else {
        const { connection } = result;
        let head: { readonly status: number; readonly headers: readonly (readonly [string, string])[] } | undefined;
        let body = '';
        const done = (): void => {
          connection.end();
          const kept = (head?.headers ?? []).filter(
            ([name]) => !/^(connection|content-length|date|server|transfer-encoding|keep-alive)$/i.test(name),
          );
          finish({ status: head?.status ?? 502, headers: [['Server', `nginx/${this.version}`], ...kept], body });
        };
        const parser = responseParser(request.method, {
          head: (got) => {
            head = got;
          },
          data: (text) => {
            body += text;
          },
          end: done,
          error: () => failed(502, 'upstream sent invalid header'),
        });
        connection.listen({
          data: (text) => parser.push(text),
          end: () => parser.end(),
          reset: () => failed(502, 'upstream prematurely closed connection'),
        });
        const headers = Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'connection');
        connection.send(
          formatRequest({
            method: request.method,
            target,
            version: 'HTTP/1.0',
            headers: [['Host', host], ['Connection', 'close'], ...headers],
            body: request.body,
          }),
        );
      }
    });
  }

  /** Binds, retrying as nginx does; false when another program keeps a port. */
  private *bindOrGiveUp(): Task<boolean> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const taken = this.bind();
      if (taken.length === 0) return true;
      for (const port of taken)
        for (const address of ['0.0.0.0', '[::]'])
          this.fatal(`bind() to ${address}:${port} failed (98: Address already in use)`);
      this.log('notice', 'try again to bind() after 500ms');
      yield* this.process.sleep(500);
    }
    this.fatal('still could not bind()');
    return false;
  }

  /** Runs until a signal ends it. */
  *run(): Task<number> {
    if (!this.load()) return 1;
    if (!(yield* this.bindOrGiveUp())) return 1;
    this.announce();
    try {
      for (;;) {
        const signal = yield* waitForSignal(this.process, [1, 3, 15, 2]);
        if (signal !== 1) {
          this.log(
            'notice',
            signal === 3
              ? 'signal 3 (SIGQUIT) received, shutting down'
              : `signal ${signal} (${signal === 2 ? 'SIGINT' : 'SIGTERM'}) received, exiting`,
          );
          return 0;
        }
        this.log('notice', 'signal 1 (SIGHUP) received, reconfiguring');
        const before = this.site;
        if (!this.load()) this.site = before;
        this.close();
        if (!(yield* this.bindOrGiveUp())) return 1;
      }
    } finally {
      this.close();
    }
  }

  private announce(): void {
    const { pid, machine } = this.process;
    const second = Math.floor(machine.clock.nowMs() / 1000);
    const { version } = this;
    if (announced.second !== second || announced.pid !== pid || announced.version !== version) {
      const messages = [
        'using the "epoll" event method',
        `nginx/${version}`,
        'OS: Linux 6.1.0-39-amd64',
        'getrlimit(RLIMIT_NOFILE): 20000:20000',
        'start worker processes',
        ...[29, 30].map((worker) => `start worker process ${worker}`),
      ];
      announced = { second, pid, version, lines: messages.map((message) => this.line('notice', message)) };
    }
    for (const line of announced.lines) this.process.stderr.write(line);
  }
}
