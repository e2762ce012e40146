import type { Process, Program, Task } from '../../shell/process/types.ts';
import { mediaType, type WebAnswer, type WebRequest } from '../web/answer.ts';
import { type ServerApp, serveUntilStopped } from '../web/app.ts';

/** Options that take a value and that Skiff does nothing with. */
const REFUSED_WITH_VALUE = 'curemd';

interface Options {
  readonly foreground: boolean;
  readonly verbosity: number;
  readonly port: number;
  readonly home: string;
}

/** The options, as getopt reads them; text where they are wrong. */
function readOptions(words: readonly string[]): Options | string {
  let options: Options = { foreground: false, verbosity: 0, port: 80, home: '.' };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!/^-./.test(word)) return `httpd: Skiff's httpd takes no "${word}"\n`;
    for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
      const letter = letters[0] ?? '';
      if (letter === 'f') options = { ...options, foreground: true };
      else if (letter === 'v') options = { ...options, verbosity: options.verbosity + 1 };
      else if (letter === 'p' || letter === 'h') {
        const value = letters.length > 1 ? letters.slice(1) : words[++at];
        if (value === undefined) return `httpd: option requires an argument -- '${letter}'\n`;
        if (letter === 'h') options = { ...options, home: value };
        else {
          const port = Number(value.slice(value.lastIndexOf(':') + 1));
          if (!Number.isInteger(port) || port < 1 || port > 65535) return `httpd: bad port '${value}'\n`;
          options = { ...options, port };
        }
        break;
      } else if (letter === 'i' || REFUSED_WITH_VALUE.includes(letter)) {
        return `httpd: -${letter} is not simulated by Skiff\n`;
      } else return `httpd: invalid option -- '${letter}'\n`;
    }
  }
  return options;
}

const WORDS: { readonly [status: number]: readonly [string, string] } = {
  404: ['Not Found', 'The requested URL was not found'],
  501: ['Not Implemented', 'The requested method is not recognized'],
};

function refusal(status: number): WebAnswer {
  const [reason, info] = WORDS[status] ?? ['', ''];
  const title = `${status} ${reason}`;
  const body = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${info}\n</BODY></HTML>\n`;
  return { status, reason, headers: [['Content-type', 'text/html']], body };
}

function answer(process: Process, root: string, request: WebRequest): WebAnswer {
  const { fs } = process;
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(501);
  const path = fs.resolve('/', `${root}${request.path}`);
  const isFolder = fs.exists(path) && fs.isDirectory(path);
  if (isFolder && !request.path.endsWith('/'))
    return { status: 302, reason: 'Found', headers: [['Location', `${request.path}/`]], body: '' };
  const file = isFolder ? `${path}/index.html` : path;
  if (!fs.exists(file) || fs.isDirectory(file)) return refusal(404);
  const type = mediaType(file, 'application/octet-stream');
  return {
    status: 200,
    headers: [
      ['Content-type', type],
      ['Accept-Ranges', 'bytes'],
    ],
    body: fs.read(file),
  };
}

function folderApp(root: string, { port, verbosity }: Options): ServerApp {
  return {
    ports: () => [port],
    answer(request, process, _port, reply) {
      const given = answer(process, root, request);
      const who = `[::ffff:${request.remoteAddress}]:${request.remotePort ?? 0}`;
      if (verbosity > 1) process.stderr.write(`${who}: url:${request.path}\n`);
      if (verbosity > 0) process.stderr.write(`${who}: response:${given.status}\n`);
      reply(given);
    },
    signals: [],
    inUse: () => 'httpd: bind: Address already in use\n',
  };
}

/**
 * busybox's `httpd [-fv] [-p [IP:]PORT] [-h HOME]`: the files of a folder. Without -f it goes into the background. It handles no signal, so that as a
 * container's first process it is deaf to SIGTERM. Models: busybox/networking/httpd.c
 */
export const busyboxHttpd: Program = function* (process): Task<number> {
  const options = readOptions(process.argv.slice(1));
  if (typeof options === 'string') {
    process.stderr.write(options);
    return 1;
  }
  const root = process.fs.resolve(process.cwd, options.home);
  if (!process.fs.exists(root) || !process.fs.isDirectory(root)) {
    process.stderr.write(`httpd: can't change directory to '${options.home}': No such file or directory\n`);
    return 1;
  }
  const serve = (server: Process): Task<number> => serveUntilStopped(server, folderApp(root, options), [options.port]);
  if (options.foreground) return yield* serve(process);
  const daemon = process.spawn({ argv: process.argv, program: serve });
  return 'error' in daemon ? 1 : 0;
};
