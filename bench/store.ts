import { ApiServer } from '../src/engine/cluster/apiserver/server.ts';
import { VirtualClock } from '../src/engine/cluster/clock.ts';
import type { KubeObject } from '../src/engine/cluster/json.ts';
import { Random } from '../src/engine/cluster/random.ts';
import { kinds } from '../src/engine/cluster/resources/registry.ts';
import { Store } from '../src/engine/cluster/store.ts';
import type { Measurement } from './measurement.ts';

const PODS = 1_000;
const ROUNDS = 20;
const WATCHERS = [0, 1, 10, 100];

/** Nanoseconds of one status write of a pod among 1,000, through the server, while some clients watch all pods. */
function writeNs(watchers: number): number {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 9, 0, 0));
  const store = new Store(clock);
  const server = new ApiServer({ clock, random: new Random(1), store, definitions: kinds });
  const client = server.client('kubelet', { name: 'system:node:worker-1', groups: [] });
  client.create('namespaces', '', { metadata: { name: 'default' } });
  client.create('serviceaccounts', 'default', { metadata: { name: 'default' } });
  const pods: KubeObject[] = [];
  for (let at = 0; at < PODS; at++) {
    const metadata = { name: `web-${at}`, labels: { app: 'web', shard: String(at % 10) } };
    const spec = { nodeName: `worker-${at % 20}`, containers: [{ name: 'nginx', image: 'nginx:1.25' }] };
    pods.push(client.create('pods', 'default', { metadata, spec }));
  }
  let seen = 0;
  for (let at = 0; at < watchers; at++) {
    const path = `/api/v1/namespaces/default/pods?watch=1&resourceVersion=${store.revision}`;
    server.handle({ method: 'GET', path }).watch?.subscribe(
      () => seen++,
      () => {},
    );
  }
  const write = (round: number): void => {
    for (let at = 0; at < PODS; at++) {
      const pod = pods[at];
      if (pod !== undefined)
        pods[at] = client.updateStatus('pods', { ...pod, status: { phase: 'Running', message: `round ${round}` } });
    }
  };
  write(0);
  const started = process.hrtime.bigint();
  for (let round = 1; round <= ROUNDS; round++) write(round);
  const tookNs = Number(process.hrtime.bigint() - started);
  if (seen !== watchers * PODS * (ROUNDS + 1)) throw new Error(`${watchers} watchers saw ${seen} events`);
  return tookNs / (PODS * ROUNDS);
}

/** `store-write-ns` without watchers, `store-write-ns-<watchers>` with some. */
export function storeWrites(): readonly Measurement[] {
  return WATCHERS.map((watchers) => ({
    name: watchers === 0 ? 'store-write-ns' : `store-write-ns-${watchers}`,
    value: writeNs(watchers),
    unit: 'ns' as const,
  }));
}
