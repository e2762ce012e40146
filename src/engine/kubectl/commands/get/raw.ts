import type { Task } from '../../../shell/process/types.ts';
import type { CommandContext } from '../../command.ts';
import { awaitAnswer } from '../await-answer.ts';

/** `kubectl get --raw /healthz`: the answer as it came. */
export function* printRaw(context: CommandContext, uri: string): Task<number> {
  const question = uri.indexOf('?');
  const path = question < 0 ? uri : uri.slice(0, question);
  const query = question < 0 ? undefined : Object.fromEntries(new URLSearchParams(uri.slice(question + 1)));
  const asked = context.client().send({ method: 'GET', path, ...(query === undefined ? {} : { query }) });
  const response = yield* awaitAnswer(context.process, asked);
  if (response.text !== undefined) context.out(response.text);
  // The real server indents this one answer.
  else if (path === '/version') context.out(JSON.stringify(response.body, null, 2));
  else if (response.body !== undefined) context.out(`${JSON.stringify(response.body)}\n`);
  return 0;
}
