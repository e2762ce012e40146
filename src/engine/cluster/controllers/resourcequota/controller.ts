import type { Client, Informers } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { resourceList } from '../../resources/quota/amounts.ts';
import { countsFor } from '../../resources/quota/usage.ts';
import { quotaSpec, usedOf } from '../../resources/quota/used.ts';
import { controllerClient } from '../controller-client.ts';
import { servedKinds } from '../kind-index.ts';
import { WorkQueue } from '../workqueue.ts';

const QUOTAS = 'resourcequotas';
const COUNTED = servedKinds
  .filter((kind) => kind.namespaced && kind.resource !== 'events')
  .map((kind) => kind.resource);

/**
 * Keeps in every quota's status what it allows and what is used of it. A change of an object touches only the quotas of its
 * namespace that count its kind. Models: pkg/controller/resourcequota
 */
export class ResourceQuotaController implements Component {
  readonly name = 'resourcequota-controller';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly queue: WorkQueue;
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.client = controllerClient(context, 'resourcequota-controller');
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 4, highMs: 12 },
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    const quotaChanged = ({ metadata }: KubeObject): void => this.queue.add(`${metadata.namespace}/${metadata.name}`);
    this.disposers.push(
      this.informers.onChange(QUOTAS, { added: quotaChanged, updated: quotaChanged, deleted() {} }),
      ...COUNTED.map((resource) => {
        const changed = ({ metadata }: KubeObject): void => this.objectChanged(resource, metadata.namespace ?? '');
        return this.informers.onChange(resource, { added: changed, updated: changed, deleted: changed });
      }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.queue.stop();
  }

  private objectChanged(resource: string, namespace: string): void {
    for (const quota of this.informers.list(QUOTAS, namespace))
      if (Object.keys(quotaSpec(quota).hard ?? {}).some((name) => countsFor(resource, name)))
        this.queue.add(`${namespace}/${quota.metadata.name}`);
  }

  private sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const quota = this.informers.get(QUOTAS, namespace, name);
    if (quota === undefined) return;
    const { hard = {}, ...scope } = quotaSpec(quota);
    const used = usedOf({ hard, ...scope }, COUNTED, (resource) => this.informers.list(resource, namespace));
    const status = { hard, used: resourceList(used, Object.keys(hard)) };
    if (!equalJson(quota['status'], status)) this.client.updateStatus(QUOTAS, { ...quota, status });
  }
}
