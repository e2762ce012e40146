import type { Process, Task } from '../../shell/process/types.ts';
import { callSql, type SqlCall } from './wire.ts';

/** What came of a call. */
export type Asked = Parameters<Parameters<typeof callSql>[4]>[0];

/** Asks a server and waits for its answer. */
export function* askSql(process: Process, host: string, port: number, call: SqlCall): Task<Asked> {
  const { network, clock } = process.machine;
  let answer: Asked = { failed: 'unreachable' };
  yield* process.wait({
    on: 'api',
    start: (wake) => {
      if (network === undefined) {
        const timer = clock.after(0, wake);
        return () => timer.cancel();
      }
      let wanted = true;
      callSql(network, host, port, call, (got) => {
        if (!wanted) return;
        answer = got;
        wake();
      });
      return () => {
        wanted = false;
      };
    },
  });
  return answer;
}
