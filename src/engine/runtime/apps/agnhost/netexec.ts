import { exchange } from '../../../cluster/network/exchange.ts';
import type { Process } from '../../../shell/process/types.ts';
import { callbackWriter } from '../../../shell/process/writers.ts';
import type { WebAnswer, WebRequest } from '../../web/answer.ts';
import { plain, respond, type ServerApp } from '../../web/app.ts';
import { logDate } from '../../web/dates.ts';
import { goFlags, portOf, query } from '../flags.ts';
import { klog } from '../klog.ts';
import { askDatagram, serveDatagrams } from './datagrams.ts';
import { sniffed } from './sniff.ts';

const DIAL_TIMEOUT_MS = 5000;

type Reply = (answer: WebAnswer) => void;

/** What a datagram is answered. Models: netexec.startUDPServer */
function datagramAnswer(process: Process, text: string, from: string): string | undefined {
  const asked = text.trim().toLowerCase();
  if (asked === 'hostname') return process.machine.hostname;
  if (asked.startsWith('echo ')) return asked.slice('echo '.length);
  return asked === 'clientip' ? from : undefined;
}

/** `/dial`: asks another server so many times and tells what came. Models: netexec.dialHandler */
function dial(process: Process, asked: ReadonlyMap<string, string>, reply: Reply) {
  const { network, clock } = process.machine;
  const host = asked.get('host') ?? '';
  const port = Number(asked.get('port') ?? '');
  const request = asked.get('request') ?? '';
  const protocol = (asked.get('protocol') ?? '').toLowerCase() || 'http';
  const tries = asked.get('tries') === undefined ? 1 : Number(asked.get('tries'));
  if (!Number.isInteger(tries)) return reply(plain(400, 'tries parameter is invalid.\n'));
  if (request === '') return reply(plain(400, 'request parameter not specified. <nil>\n'));
  if (protocol !== 'http' && protocol !== 'udp') return reply(plain(400, `unsupported protocol. ${protocol}\n`));
  if (network === undefined || !Number.isInteger(port))
    return reply(plain(400, 'host and/or port param are invalid.\n'));
  const responses: string[] = [];
  const errors: string[] = [];
  const next = (left: number) => {
    if (left <= 0) {
      const output = {
        ...(errors.length > 0 ? { errors } : {}),
        ...(responses.length > 0 ? { responses } : {}),
      };
      return reply(respond(200, 'text/plain; charset=utf-8', JSON.stringify(output)));
    }
    if (protocol === 'udp')
      askDatagram(network, { host, port }, request, DIAL_TIMEOUT_MS, (result) => {
        if ('answer' in result) responses.push(result.answer);
        else
          errors.push(
            `reading from udp connection failed. err:'read udp ${network.address}->${host}:${port}: ${result.failed === 'refused' ? 'read: connection refused' : 'i/o timeout'}'`,
          );
        next(left - 1);
      });
    else
      exchange(
        network,
        {
          host,
          port,
          method: 'GET',
          target: `/${request}`,
          headers: [
            ['Host', `${host}:${port}`],
            ['User-Agent', 'Go-http-client/1.1'],
          ],
          timeoutMs: DIAL_TIMEOUT_MS,
          clock,
        },
        (result) => {
          if (result.kind === 'response') responses.push(result.body);
          else errors.push(`Get "http://${host}:${port}/${request}": ${result.message}`);
          next(left - 1);
        },
      );
  };
  next(tries);
}

/** `/shell`: runs a command line and tells what it said. Models: netexec.shellHandler */
function shell(process: Process, line: string, reply: Reply) {
  let output = '';
  const keep = callbackWriter((text) => {
    output += text;
  });
  const child = process.spawn({ argv: ['/bin/sh', '-c', line], stdout: keep, stderr: keep });
  const answer = (error: string | undefined): void =>
    reply(
      plain(200, JSON.stringify({ ...(error === undefined ? {} : { error }), ...(output === '' ? {} : { output }) })),
    );
  if ('error' in child) return answer('fork/exec /bin/sh: no such file or directory');
  const look = (): void => {
    const status = child.status();
    if (status === undefined) child.onChange(look);
    else answer(status === 0 ? undefined : `exit status ${status}`);
  };
  look();
}

/** `/upload`: keeps the file of a form. Models: netexec.uploadHandler */
function upload(process: Process, request: WebRequest, reply: Reply) {
  const boundary = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '')?.[1];
  const part = (boundary === undefined ? [] : request.body.split(`--${boundary}`)).find((text) =>
    /content-disposition:[^\r\n]*name="file"/i.test(text),
  );
  const at = part?.indexOf('\r\n\r\n') ?? -1;
  if (part === undefined || at < 0) return reply(plain(200, JSON.stringify({ error: 'Unable to upload file.' })));
  const name = `/uploads/upload${process.machine.random.integer(100_000_000, 999_999_999)}`;
  process.fs.makeDirectory('/uploads', { parents: true });
  process.fs.write(name, part.slice(at + 4).replace(/\r\n$/, ''), { mode: 0o700 });
  process.fs.chmod(name, 0o700);
  reply(plain(201, JSON.stringify({ output: name })));
}

/** `netexec`: an HTTP and a UDP server that tell who they are and who asks, and ask others. Models: agnhost/netexec */
export function netexec(process: Process, words: readonly string[], exit: (code: number) => void): ServerApp {
  const { flags } = goFlags(words);
  const http = portOf(flags.get('http-port'), 8080);
  const udp = Number(flags.get('udp-port') ?? 8081);
  const override = flags.get('http-override');
  const delayMs = Number(flags.get('delay-shutdown') ?? 0) * 1000;
  const { clock, hostname, network } = process.machine;
  let datagrams: { close(): void } | undefined;
  return {
    ports: () => [http],
    tls: (flags.get('tls-cert-file') ?? '') !== '',
    stopDelayMs: delayMs,
    started: () => {
      let text = klog(process, `Started HTTP server on port ${http}`);
      if (udp > 0 && network !== undefined) {
        datagrams = serveDatagrams(network, udp, (asked, from) => datagramAnswer(process, asked, from));
        text += klog(process, `Started UDP server on port  ${udp}`);
      }
      return text;
    },
    stopped: () => {
      datagrams?.close();
      return '';
    },
    answer(request, _process, port, reply) {
      const target = override ?? request.target;
      const asked = query(target);
      const path = (override === undefined ? request.path : target.replace(/\?.*$/, '')).toLowerCase();
      process.stdout.write(klog(process, `${request.method} ${target}`));
      switch (path) {
        case '/clientip':
          return reply(plain(200, `${request.remoteAddress}:${request.remotePort ?? 0}`));
        case '/dial':
          return dial(process, asked, reply);
        case '/echo': {
          const code = asked.get('code') ?? '';
          const text = asked.get('msg') ?? '';
          if (code !== '' && !/^\d+$/.test(code))
            return reply(plain(200, `argument 'code' must be an integer or empty, got "${code}"\n`));
          return reply(respond(Number(code) || 200, sniffed(text), text));
        }
        case '/exit':
        case '/shutdown':
          clock.after(durationMs(asked.get('wait')), () => exit(Number(asked.get('code') ?? 0)), 'background');
          return path === '/exit' ? reply(plain(200, '')) : undefined;
        case '/header':
          return reply(plain(200, request.headers[(asked.get('key') ?? '').toLowerCase()] ?? ''));
        case '/healthz':
        case '/readyz':
          return reply(plain(udp > 0 && datagrams === undefined ? 412 : 200, ''));
        case '/hostname':
          return reply(plain(200, hostname));
        case '/redirect':
          return reply({
            ...plain(Number(asked.get('code') ?? 302) || 302, ''),
            headers: [['Location', asked.get('location') ?? '/']],
          });
        case '/serverport':
          return reply(plain(200, String(port)));
        case '/shell':
          return shell(
            process,
            asked.get('shellCommand') ?? asked.get('shellcommand') ?? asked.get('cmd') ?? '',
            reply,
          );
        case '/upload':
          return upload(process, request, reply);
        default: {
          const ms = clock.nowMs();
          const fraction = String(Math.floor(ms % 1000)).padStart(3, '0');
          return reply(plain(200, `NOW: ${logDate(ms)}.${fraction}000000 +0000 UTC m=+1.000000000`));
        }
      }
    },
  };
}

/** Go's text of a duration, milliseconds; 0 for none. */
export function durationMs(text: string | undefined): number {
  let sum = 0;
  for (const [, value = '0', unit = 's'] of (text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    sum += Number(value) * ({ ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 0);
  return sum;
}
