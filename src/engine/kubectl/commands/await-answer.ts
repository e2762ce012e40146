import type { ApiResponse } from '../../cluster/apiserver/http.ts';
import type { Process, Task } from '../../shell/process/types.ts';
import { statusOf } from '../client.ts';
import { StatusError } from '../errors.ts';

/** The answer itself: of a proxied program it comes later. Throws `StatusError` when refused. */
export function* awaitAnswer(process: Process, response: ApiResponse): Task<ApiResponse> {
  const { later } = response;
  if (later === undefined) return response;
  let got: ApiResponse | undefined;
  yield* process.wait({
    on: 'api',
    start: (wake) => {
      later.subscribe((answer) => {
        got = answer;
        wake();
      });
      return () => later.close();
    },
  });
  const answer = got ?? response;
  if (answer.status >= 400) throw new StatusError(statusOf(answer));
  return answer;
}
