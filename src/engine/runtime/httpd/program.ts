import { reasonPhrase } from '../../cluster/network/http.ts';
import { utf8Length } from '../../cluster/network/utf8.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import { mediaType, type WebAnswer, type WebRequest } from '../web/answer.ts';
import { accessLogDate, httpdLogDate } from '../web/dates.ts';
import { listenHttp } from '../web/http-server.ts';
import { waitForSignal } from '../web/signals.ts';

/** Where the image keeps its configuration. */
export const HTTPD_CONF = '/usr/local/apache2/conf/httpd.conf';

interface Config {
  readonly ports: readonly number[];
  readonly root: string;
  readonly serverName: string | undefined;
}

/** Directives that are read; each takes its value. Others are refused as Apache refuses a directive of a module that is not there. */
const DIRECTIVES = new Set([
  'listen',
  'documentroot',
  'servername',
  'serverroot',
  'serveradmin',
  'directoryindex',
  'errorlog',
  'loglevel',
  'user',
  'group',
]);

function readConfig(process: Process): Config | string {
  if (!process.fs.exists(HTTPD_CONF))
    return `httpd: Could not open configuration file ${HTTPD_CONF}: No such file or directory`;
  const ports: number[] = [];
  let root = '/usr/local/apache2/htdocs';
  let serverName: string | undefined;
  for (const [index, raw] of process.fs.read(HTTPD_CONF).split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [name = '', value = ''] = line.split(/\s+/, 2);
    const at = `AH00526: Syntax error on line ${index + 1} of ${HTTPD_CONF}:`;
    if (!DIRECTIVES.has(name.toLowerCase()))
      return `${at}\nInvalid command '${name}', perhaps misspelled or defined by a module not included in the server configuration`;
    const plain = value.replace(/^"(.*)"$/, '$1');
    if (/^listen$/i.test(name)) {
      const port = Number(plain.slice(plain.lastIndexOf(':') + 1));
      if (!Number.isInteger(port) || port < 1 || port > 65535) return `${at}\nPort must be specified`;
      ports.push(port);
    } else if (/^documentroot$/i.test(name)) root = plain;
    else if (/^servername$/i.test(name)) serverName = plain;
  }
  if (ports.length === 0) return 'no listening sockets available, shutting down\nAH00015: Unable to open logs';
  return { ports, root, serverName };
}

function errorAnswer(status: number, text: string): WebAnswer {
  const title = `${status} ${reasonPhrase(status)}`;
  const body = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${reasonPhrase(status)}</h1>\n<p>${text}</p>\n</body></html>\n`;
  return {
    status,
    headers: [
      ['Server', 'Apache/2.4.62 (Unix)'],
      ['Content-Type', 'text/html; charset=iso-8859-1'],
    ],
    body,
  };
}

function answer(process: Process, config: Config, request: WebRequest): WebAnswer {
  const { fs } = process;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return errorAnswer(405, `The requested method ${request.method} is not allowed for this URL.`);
  let file = `${config.root}${request.path}`;
  if (fs.isDirectory(file)) {
    if (!request.path.endsWith('/'))
      return {
        ...errorAnswer(301, 'The document has moved.'),
        headers: [
          ['Server', 'Apache/2.4.62 (Unix)'],
          ['Location', `http://${request.headers['host'] ?? ''}${request.path}/`],
          ['Content-Type', 'text/html; charset=iso-8859-1'],
        ],
      };
    file = `${file}index.html`;
    if (!fs.exists(file)) return errorAnswer(403, "You don't have permission to access this resource.");
  }
  if (!fs.exists(file)) return errorAnswer(404, 'The requested URL was not found on this server.');
  return {
    status: 200,
    headers: [
      ['Server', 'Apache/2.4.62 (Unix)'],
      ['Content-Type', mediaType(file, 'text/plain')],
    ],
    body: fs.read(file),
  };
}

/** The httpd binary, in the foreground. */
export function httpdProgram(): Program {
  return function* (process): Task<number> {
    const { clock, network } = process.machine;
    const complain = (text: string): void => process.stderr.write(`${text}\n`);
    const notice = (module: string, text: string): void =>
      complain(`[${httpdLogDate(clock.nowMs())}] [${module}:notice] [pid ${process.pid}:tid ${process.pid}] ${text}`);
    if (process.argv.includes('-v')) {
      process.stdout.write('Server version: Apache/2.4.62 (Unix)\n');
      return 0;
    }
    const config = readConfig(process);
    if (typeof config === 'string') {
      complain(config);
      return 1;
    }
    if (process.argv.includes('-t')) {
      complain('Syntax OK');
      return 0;
    }
    if (network === undefined) return 1;
    const listeners: { close(): void }[] = [];
    try {
      for (const port of config.ports) {
        const service = {
          network,
          nowMs: () => clock.nowMs(),
          answer: (request: WebRequest, _port: number, reply: (answer: WebAnswer) => void): void => {
            const got = answer(process, config, request);
            process.stdout.write(
              `${request.remoteAddress} - - [${accessLogDate(clock.nowMs())}] "${request.method} ${request.target} HTTP/1.1" ${got.status} ${utf8Length(got.body)}\n`,
            );
            reply(got);
          },
          malformed: () => errorAnswer(400, 'Your browser sent a request that this server could not understand.'),
        };
        const listener = listenHttp(service, port);
        if (listener === undefined) {
          complain(
            `(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:${port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs`,
          );
          return 1;
        }
        listeners.push(listener);
      }
      if (config.serverName === undefined) {
        for (let twice = 0; twice < 2; twice++)
          complain(
            `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${network.address}. Set the 'ServerName' directive globally to suppress this message`,
          );
      }
      notice('mpm_event', 'AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations');
      notice('core', "AH00094: Command line: 'httpd -D FOREGROUND'");
      const signal = yield* waitForSignal(process, [15, 28, 2]);
      notice(
        'mpm_event',
        signal === 28 ? 'AH00492: caught SIGWINCH, shutting down gracefully' : 'AH00491: caught SIGTERM, shutting down',
      );
      return 0;
    } finally {
      for (const listener of listeners) listener.close();
    }
  };
}
