import type { Process, Task } from '../../../shell/process/types.ts';
import { listenAny } from '../../web/any-server.ts';
import { plain, respond } from '../../web/app.ts';
import { waitForSignal } from '../../web/signals.ts';
import { goFlags } from '../flags.ts';
import { golog } from '../klog.ts';
import { serveDatagrams } from './datagrams.ts';
import { sniffed } from './sniff.ts';

const VARIABLE = /^SERVE_(?:(TCP_|UDP_|TLS_|SCTP_)?PORT)_(\d+)$/;

/** `porter`: each variable `SERVE_PORT_<n>` is served on its port, whatever is asked. Models: agnhost/porter */
export function* porter(process: Process, words: readonly string[]): Task<number> {
  const { network, clock } = process.machine;
  if (network === undefined) return 1;
  const json = goFlags(words, ['json-response']).flags.get('json-response') === 'true';
  const open: { close(): void }[] = [];
  for (const [name, value] of process.env) {
    const [, kind = 'TCP_', digits] = VARIABLE.exec(name) ?? [];
    if (digits === undefined) continue;
    const port = Number(digits);
    if (kind === 'SCTP_') {
      process.stderr.write(golog(process, 'Sctp: protocol not supported'));
      return 1;
    }
    if (kind === 'UDP_') {
      const server = serveDatagrams(network, port, () => value);
      if (server !== undefined) open.push(server);
      process.stderr.write(golog(process, `Started UDP server on port ${port}`));
      continue;
    }
    const answer = (method: string) =>
      json
        ? respond(200, 'application/json', JSON.stringify({ Method: method, Body: value }))
        : respond(200, sniffed(value), value);
    const http = {
      network,
      nowMs: () => clock.nowMs(),
      answer: (request: { readonly method: string }, _port: number, reply: (given: ReturnType<typeof plain>) => void) =>
        reply(answer(request.method)),
      malformed: () => plain(400, '400 Bad Request'),
    };
    const server = listenAny(network, { http, tls: kind === 'TLS_' }, port);
    if (server === undefined)
      process.stderr.write(
        golog(process, `server on port "${port}" failed: listen tcp 0.0.0.0:${port}: bind: address already in use`),
      );
    else open.push(server);
  }
  try {
    yield* waitForSignal(process, [15, 2]);
    return 2;
  } finally {
    for (const server of open) server.close();
  }
}
