import type { ApiRequest } from '../../cluster/apiserver/http.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { awaitAnswer } from './await-answer.ts';

/** `--raw PATH -f FILE`: sends the file's text as it is and prints the answer. Models: kubectl/pkg/rawhttp */
export function* sendRaw(context: CommandContext, method: ApiRequest['method']): Task<number> {
  const { flags } = context;
  const [filename, ...more] = flags.strings('filename');
  if (filename === undefined || more.length > 0 || /^https?:\/\//.test(filename)) {
    throw new CommandError('--raw can only use a single local file or stdin');
  }
  if (flags.bool('recursive')) throw new CommandError('--raw and --recursive are mutually exclusive');
  if (flags.string('output') !== '') throw new CommandError('--raw and --output are mutually exclusive');
  const path = flags.string('raw');
  if (!path.startsWith('/')) {
    throw new CommandError(`--raw must be a valid URL path: parse "${path}": invalid URI for request`);
  }
  const { fs, cwd, stdin } = context.process;
  const body = filename === '-' ? yield* stdin.readAll() : fs.read(fs.resolve(cwd, filename));
  const response = yield* awaitAnswer(context.process, context.client().send({ method, path, body }));
  context.out(response.text ?? `${JSON.stringify(response.body ?? null)}\n`);
  return 0;
}
