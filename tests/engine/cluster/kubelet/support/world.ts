import { VirtualClock } from '../../../../../src/engine/cluster/clock.ts';
import type { KubeObject } from '../../../../../src/engine/cluster/json.ts';
import { createKubelet, type Kubelet } from '../../../../../src/engine/cluster/kubelet/kubelet.ts';
import { nodeSettings } from '../../../../../src/engine/cluster/kubelet/node/settings.ts';
import type { Pod } from '../../../../../src/engine/cluster/kubelet/pod.ts';
import { createNetwork, type Network } from '../../../../../src/engine/cluster/network/network.ts';
import { Random } from '../../../../../src/engine/cluster/random.ts';
import { FakeApi } from './fake-api.ts';
import { FakeRuntime, type Script } from './fake-runtime.ts';

const START_MS = Date.UTC(2026, 10, 22, 1, 30, 0);

/** One node with its kubelet, a scripted runtime and a small store. */
export class World {
  readonly clock = new VirtualClock(START_MS);
  readonly api = new FakeApi(this.clock);
  readonly runtime = new FakeRuntime(this.clock);
  readonly random = new Random(7);
  readonly network: Network = createNetwork({
    clock: this.clock,
    random: this.random.fork('network'),
    informers: this.api.informers,
  });
  readonly kubelet: Kubelet = createKubelet(
    {
      clock: this.clock,
      random: this.random.fork('kubelet'),
      informers: this.api.informers,
      client: () => this.api.client,
    },
    nodeSettings({ name: 'worker-1', address: '172.30.0.3', podCidr: '10.244.1.0/24' }, this.random),
    this.runtime,
    this.network,
  );

  constructor() {
    this.kubelet.start();
  }

  script(container: string, script: Script | ((attempt: number) => Script)): this {
    this.runtime.scripts.set(container, script);
    return this;
  }

  /** Creates a pod bound to the node. */
  pod(name: string, spec: object, metadata: object = {}): void {
    this.api.put('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default', ...metadata },
      spec: { nodeName: 'worker-1', restartPolicy: 'Always', terminationGracePeriodSeconds: 30, ...spec },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
  }

  get(name: string): Pod | undefined {
    return this.api.informers.get('pods', 'default', name) as Pod | undefined;
  }

  /** Lets so many seconds pass. */
  pass(seconds: number): this {
    this.clock.runUntil(this.clock.nowMs() + seconds * 1000);
    return this;
  }

  /** Rows as `kubectl get pods -w` would show a pod: seconds since the start, then phase and containers' states. */
  rows(name: string): string[] {
    return this.api.writes
      .filter(({ resource, object }) => resource === 'pods' && object.metadata.name === name)
      .map(({ verb, object }) => (verb === 'delete' ? 'deleted' : row(object as Pod)));
  }

  /** `Reason xN: message` of the events about an object. */
  events(name: string): string[] {
    return (
      this.api.informers.list('events') as readonly (KubeObject & {
        involvedObject: { name: string; fieldPath?: string };
        reason: string;
        count: number;
        message: string;
      })[]
    )
      .filter((event) => event.involvedObject.name === name)
      .map((event) => `${event.reason} x${event.count}: ${event.message}`);
  }
}

function row(pod: Pod): string {
  const states = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].map(
    (status) => {
      const { waiting, terminated } = status.state ?? {};
      const state = waiting?.reason ?? terminated?.reason ?? 'Running';
      return `${status.name}:${state}${status.ready === true ? '+' : ''}${status.restartCount ? `/${status.restartCount}` : ''}`;
    },
  );
  const deleted = pod.metadata.deletionTimestamp === undefined ? '' : ' Terminating';
  return `${pod.status?.phase}${deleted} ${states.join(' ')}`.trim();
}
