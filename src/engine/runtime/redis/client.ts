import type { NetworkNamespace } from '../../cluster/network/types.ts';
import { encodeCommand, type Reply, takeReply } from './resp.ts';

/** Sends one command over a connection of its own; `done` runs once, with undefined when there was no answer. */
export function redisCall(
  network: NetworkNamespace,
  host: string,
  port: number,
  command: readonly string[],
  done: (reply: Reply | undefined) => void,
): void {
  let over = false;
  const finish = (reply: Reply | undefined): void => {
    if (over) return;
    over = true;
    done(reply);
  };
  network.dial(host, port, 5000, (result) => {
    if (result.kind !== 'open') return finish(undefined);
    const { connection } = result;
    let arrived = '';
    connection.listen({
      data(text) {
        arrived += text;
        const taken = takeReply(arrived);
        if (taken === undefined) return;
        connection.end();
        finish(taken.reply);
      },
      end: () => finish(undefined),
      reset: () => finish(undefined),
    });
    connection.send(encodeCommand(command));
  });
}
