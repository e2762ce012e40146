import { type HttpResponseHead, header } from '../../../cluster/network/http.ts';
import { fileErrorText } from '../../files/errors.ts';
import { baseName } from '../../files/paths.ts';
import { openWriter } from '../../process/open.ts';
import type { Task, Writer } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { type HttpEnd, httpCall, parseUrl } from './http-client.ts';

/** `wget` in GNU's and busybox' words. */
export const wget: CommandDefinition = {
  name: 'wget',
  synopsis: '[OPTION]... URL...',
  summary: 'Retrieve files via HTTP.',
  short: 'qcSO:o:P:T:t:U:Y1:2:3:4n',
  long: {
    quiet: 'q',
    'output-document': 'O',
    'directory-prefix': 'P',
    timeout: 'T',
    tries: 't',
    'user-agent': 'U',
    'server-response': 'S',
    header: '1',
    'post-data': '2',
    'connect-timeout': '3',
    spider: '4',
    'no-verbose': 'n',
  },
  prepare: (words) =>
    words
      .filter((word) => !/^(-nv|--no-check-certificate|--no-verbose)$/.test(word))
      .map((word) => (/^-[a-zA-Z]*n[vcH]$/.test(word) ? '-q' : word)),
  *run(call: Call): Task<number> {
    if (call.operands.length === 0)
      return call.style === 'busybox'
        ? call.misuse('missing URL')
        : call.fail("missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.");
    let status = 0;
    for (const url of call.operands) {
      const ended = yield* retrieve(call, url);
      if (ended !== 0) status = ended;
    }
    return status;
  },
};

const REDIRECT_LIMIT = 20;

function* retrieve(call: Call, text: string): Task<number> {
  const busybox = call.style === 'busybox';
  const { process } = call;
  const log = (line: string): void => {
    if (!call.has('q')) process.stderr.write(line);
  };
  let url = text;
  const seconds = call.value('T') ?? call.value('3');
  const timeoutMs = seconds === undefined ? 900_000 : Number(seconds) * 1000;
  const tries = busybox ? 1 : Number(call.value('t') ?? 20);
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects++) {
    const parsed = parseUrl(url);
    if (parsed === undefined || (parsed.scheme !== 'http' && parsed.scheme !== 'https')) {
      return call.fail(busybox ? `not an http or ftp url: ${url}` : `${url}: Unsupported scheme.`);
    }
    if (parsed.scheme === 'https') return call.fail('TLS is not simulated here: use http://', busybox ? 1 : 5);
    const name = call.value('O') ?? (baseName(parsed.target.replace(/\?.*/, '')).replace(/^\/$/, '') || 'index.html');
    const path = call.value('P') === undefined ? name : `${call.value('P')}/${name}`;
    const port = parsed.port === 80 ? '' : `:${parsed.port}`;
    let end: HttpEnd = { kind: 'unresolved' };
    let head: HttpResponseHead | undefined;
    let output: Writer | undefined;
    let problem: string | undefined;
    let size = 0;
    let address = '';
    if (!busybox)
      log(`--  ${url.includes('://') ? url : `http://${url}/`}\nResolving ${parsed.host} (${parsed.host})... `);
    for (let attempt = 1; attempt <= tries; attempt++) {
      const post = call.value('2');
      end = yield* httpCall(
        process,
        {
          url: parsed,
          address: undefined,
          method: post === undefined ? (call.has('4') ? 'HEAD' : 'GET') : 'POST',
          headers: requestHeaders(call, `${parsed.host}${port}`),
          body: post ?? '',
          connectTimeoutMs: undefined,
          timeoutMs: undefined,
          idleTimeoutMs: timeoutMs,
        },
        {
          connected: (to) => {
            address = to;
            if (busybox) log(`Connecting to ${parsed.host}${port === '' ? '' : port} (${to}:${parsed.port})\n`);
            else
              log(
                `${to}\nConnecting to ${parsed.host} (${parsed.host})|${to}|:${parsed.port}... connected.\nHTTP request sent, awaiting response... `,
              );
          },
          head: (received) => {
            head = received;
            if (!busybox) log(`${received.status} ${received.reason}\n`);
            if (call.has('S'))
              process.stderr.write(
                `  ${received.version} ${received.status} ${received.reason}\n${received.headers.map(([key, value]) => `  ${key}: ${value}\n`).join('')}`,
              );
            if (received.status !== 200 || call.has('4')) return;
            try {
              output = path === '-' ? process.stdout : openWriter(process, path, false);
              if (busybox && path !== '-') log(`saving to '${path}'\n`);
              else if (!busybox)
                log(
                  `Length: ${header(received.headers, 'Content-Length') ?? 'unspecified'} [${header(received.headers, 'Content-Type') ?? ''}]\nSaving to: '${path === '-' ? 'STDOUT' : path}'\n`,
                );
            } catch (error) {
              problem = busybox ? `can't open '${path}': ${fileErrorText(error)}` : `${path}: ${fileErrorText(error)}`;
            }
          },
          data: (piece) => {
            size += piece.length;
            output?.write(piece);
          },
        },
      );
      if (end.kind !== 'timeout') break;
    }
    if (problem !== undefined) return call.fail(problem, busybox ? 1 : 3);
    if (end.kind !== 'done') return failure(call, end, parsed.host, parsed.port, address);
    const code = head?.status ?? 0;
    const location = head === undefined ? undefined : header(head.headers, 'Location');
    if (code >= 300 && code < 400 && location !== undefined) {
      url = /^[a-z]+:\/\//i.test(location)
        ? location
        : `http://${parsed.host}${port}${location.startsWith('/') ? '' : '/'}${location}`;
      continue;
    }
    if (code >= 400) {
      if (busybox)
        return call.fail(`server returned error: ${head?.version ?? 'HTTP/1.1'} ${code} ${head?.reason ?? ''}`);
      if (!call.has('q')) process.stderr.write(`ERROR ${code}: ${head?.reason ?? ''}.\n`);
      return 8;
    }
    if (busybox && !call.has('q') && path !== '-')
      log(
        `${path.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}| ${String(size).padStart(5)}  0:00:00 ETA\n'${path}' saved\n`,
      );
    else if (!busybox) log(`\n'${path === '-' ? '-' : path}' saved [${size}]\n\n`);
    return 0;
  }
  return call.fail('too many redirections');
}

function requestHeaders(call: Call, host: string): readonly (readonly [string, string])[] {
  const agent = call.value('U') ?? (call.style === 'busybox' ? 'Wget' : 'Wget/1.21.3');
  const own = call.values('1').map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).trim()] as const;
  });
  const standard: readonly (readonly [string, string])[] = [
    ['Host', host],
    ['User-Agent', agent],
    ...(call.style === 'gnu' ? [['Accept', '*/*'] as const] : []),
    ['Connection', 'close'],
    ...(call.value('2') === undefined ? [] : [['Content-Type', 'application/x-www-form-urlencoded'] as const]),
  ];
  const replaced = new Set(own.map(([name]) => name.toLowerCase()));
  return [...standard.filter(([name]) => !replaced.has(name.toLowerCase())), ...own];
}

function failure(call: Call, end: HttpEnd, host: string, port: number, address: string): number {
  if (call.style === 'busybox') {
    switch (end.kind) {
      case 'unresolved':
        // As it was written: BusyBox looks a name up together with its port.
        return call.fail(`bad address '${host}${port === 80 ? '' : `:${port}`}'`);
      case 'refused':
        return call.fail(`can't connect to remote host (${end.address}): Connection refused`);
      case 'unreachable':
        return call.fail(`can't connect to remote host (${end.address}): No route to host`);
      case 'timeout':
        return call.fail('download timed out');
      case 'reset':
        return call.fail('error getting response: Connection reset by peer');
      case 'empty':
        return call.fail('error getting response');
      default:
        return call.fail(`connection closed prematurely`);
    }
  }
  if (call.has('q')) return 4;
  const { stderr } = call.process;
  switch (end.kind) {
    case 'unresolved':
      stderr.write('failed: Name or service not known.\n');
      call.complain(`unable to resolve host address '${host}'`);
      break;
    case 'refused':
    case 'unreachable':
      stderr.write(
        `${end.address}\nConnecting to ${host} (${host})|${end.address}|:${port}... failed: ${end.kind === 'refused' ? 'Connection refused' : 'No route to host'}.\n`,
      );
      break;
    case 'timeout':
      stderr.write(`failed: Connection timed out.\nGiving up.\n\n`);
      break;
    default:
      stderr.write(`No data received from ${address}.\n`);
  }
  return 4;
}
