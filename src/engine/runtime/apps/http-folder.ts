import type { Process, Program, Task } from '../../shell/process/types.ts';
import { mediaType, type WebAnswer, type WebRequest } from '../web/answer.ts';
import { respond, type ServerApp, serveUntilStopped } from '../web/app.ts';
import { logDate } from '../web/dates.ts';

function answer(process: Process, root: string, request: WebRequest): WebAnswer {
  const { fs } = process;
  const path = fs.resolve('/', `${root}${request.path}`);
  const server = 'SimpleHTTP/0.6 Python/3.12.7';
  if (fs.exists(path) && !fs.isDirectory(path))
    return respond(200, mediaType(path, 'application/octet-stream'), fs.read(path), server);
  if (!fs.exists(path))
    return respond(
      404,
      'text/html;charset=utf-8',
      '<!DOCTYPE HTML>\n<html lang="en">\n    <head>\n        <title>Error response</title>\n    </head>\n    <body>\n        <h1>Error response</h1>\n        <p>Error code: 404</p>\n        <p>Message: File not found.</p>\n    </body>\n</html>\n',
      server,
    );
  const index = `${path}/index.html`;
  if (fs.exists(index)) return respond(200, 'text/html', fs.read(index), server);
  const items = fs.list(path).map((name) => (fs.isDirectory(`${path}/${name}`) ? `${name}/` : name));
  return respond(
    200,
    'text/html; charset=utf-8',
    `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Directory listing for ${request.path}</title>\n</head>\n<body>\n<h1>Directory listing for ${request.path}</h1>\n<hr>\n<ul>\n${items.map((name) => `<li><a href="${name}">${name}</a></li>\n`).join('')}</ul>\n<hr>\n</body>\n</html>\n`,
    server,
  );
}

function folderApp(root: string, port: number): ServerApp {
  return {
    ports: () => [port],
    started: () => `Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...\n`,
    answer(request, process, _port, reply) {
      const given = answer(process, root, request);
      process.stderr.write(
        `${request.remoteAddress} - - [${logDate(process.machine.clock.nowMs())}] "${request.method} ${request.target} HTTP/1.1" ${given.status} -\n`,
      );
      reply(given);
    },
    exitCode: 143,
  };
}

/** `python3 -m http.server [PORT] [--directory DIR]` */
export function* httpServerModule(process: Process, words: readonly string[]): Task<number> {
  let port = 8000;
  let root = process.cwd;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-d' || word === '--directory') root = process.fs.resolve(process.cwd, words[++at] ?? '.');
    else if (word === '-b' || word === '--bind') at += 1;
    else if (/^\d+$/.test(word)) port = Number(word);
  }
  return yield* serveUntilStopped(process, folderApp(root, port), [port]);
}

/** What a language's runtime does here: shows its version, prints what a one-line print says, and refuses the rest plainly. */
export function runtimeOf(options: {
  readonly name: string;
  readonly version: string;
  /** Flag that takes code. */
  readonly codeFlag: string;
  /** `print("…")`, `console.log('…')`: group 1 is the text or the number. */
  readonly print: RegExp;
  readonly module?: (process: Process, name: string, words: readonly string[]) => Task<number> | undefined;
  /** What is done without arguments; undefined: it reads code from its input, which is refused. */
  readonly bare?: (process: Process) => Task<number>;
}): Program {
  const refuse = (process: Process, what: string): number => {
    process.stderr.write(`${options.name}: Skiff's ${options.name} does not run ${what}; it prints constants only\n`);
    return 1;
  };
  return function* (process): Task<number> {
    const [flag, ...words] = process.argv.slice(1);
    if (flag === '--version' || flag === '-V' || flag === '-v' || flag === 'version' || flag === '-version') {
      process.stdout.write(`${options.version}\n`);
      return 0;
    }
    if (flag === '-m' && options.module !== undefined) {
      const [name = '', ...rest] = words;
      const run = options.module(process, name, rest);
      return run === undefined ? refuse(process, `the module ${name}`) : yield* run;
    }
    if (flag === options.codeFlag) {
      for (const statement of (words[0] ?? '').split(/;|\n/).map((text) => text.trim())) {
        if (statement === '') continue;
        const match = options.print.exec(statement);
        if (match === null) return refuse(process, `"${statement}"`);
        process.stdout.write(`${match[2] ?? match[1] ?? ''}\n`);
        yield* process.breathe();
      }
      return 0;
    }
    if (flag === undefined) {
      if (options.bare !== undefined) return yield* options.bare(process);
      const text = yield* process.stdin.readAll();
      return text.trim() === '' ? 0 : refuse(process, 'programs from its input');
    }
    if (!process.fs.exists(process.fs.resolve(process.cwd, flag))) {
      process.stderr.write(
        `${options.name}: can't open file '${process.fs.resolve(process.cwd, flag)}': [Errno 2] No such file or directory\n`,
      );
      return 2;
    }
    return refuse(process, flag);
  };
}
