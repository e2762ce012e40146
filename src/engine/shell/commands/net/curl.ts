import type { Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { LONG_VALUES, readOptions, VALUED } from './curl-options.ts';
import { RETRY, Transfer, VERSION } from './curl-transfer.ts';

/** `curl`. */
export const curl: CommandDefinition = {
  name: 'curl',
  synopsis: '[options...] <url>',
  summary: 'Transfer data from or to a server.',
  short: 'sSfiIvLkgNO0146no:w:H:X:d:m:A:e:u:b:c:G#x:T:F:y:Y:Z',
  long: {
    silent: 's',
    'show-error': 'S',
    fail: 'f',
    include: 'i',
    head: 'I',
    verbose: 'v',
    location: 'L',
    insecure: 'k',
    globoff: 'g',
    'no-buffer': 'N',
    'remote-name': 'O',
    output: 'o',
    'write-out': 'w',
    header: 'H',
    request: 'X',
    data: 'd',
    'max-time': 'm',
    'user-agent': 'A',
    referer: 'e',
    user: 'u',
    cookie: 'b',
    get: 'G',
    'progress-bar': '#',
    http1: '1',
  },
  usageStatus: 2,
  raw: true,
  run: (call) => runCurl(call),
};

function* runCurl(call: Call): Task<number> {
  const words = call.operands;
  if (words.includes('--help') || words.includes('-h')) {
    const { stdout } = call.process;
    stdout.write('Usage: curl [options...] <url>\n');
    for (const [long, letter] of Object.entries(call.definition.long ?? {})) {
      stdout.write(` -${letter}, --${long}${VALUED.includes(letter) ? ' <value>' : ''}\n`);
    }
    for (const name of [...LONG_VALUES]) stdout.write(`     --${name} <value>\n`);
    return 0;
  }
  if (words.includes('--version') || words.includes('-V')) {
    call.print(`curl ${VERSION} (x86_64-pc-linux-gnu)\nProtocols: http\n`);
    return 0;
  }
  const options = readOptions(call);
  const hint = "curl: try 'curl --help' or 'curl --manual' for more information\n";
  if (typeof options === 'string') {
    call.process.stderr.write(`curl: ${options}\n${hint}`);
    return 2;
  }
  if (options.urls.length === 0) {
    call.process.stderr.write(hint);
    return 2;
  }
  let status = 0;
  for (const [at, url] of options.urls.entries()) {
    const retries = Number(options.values.get('retry')?.at(-1) ?? 0);
    for (let attempt = 0; ; attempt++) {
      status = yield* new Transfer(call, options, at).run(url, attempt < retries);
      if (status !== RETRY) break;
      const delay = Number(options.values.get('retry-delay')?.at(-1) ?? 2 ** attempt);
      yield* call.process.sleep(delay * 1000);
    }
  }
  return status;
}
