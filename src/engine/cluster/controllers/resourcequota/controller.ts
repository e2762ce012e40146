import type { ResourceKey } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { CRDS, type Crd } from '../../resources/customresources/types.ts';
import { equalJson } from '../../resources/equality.ts';
import { resourceList } from '../../resources/quota/amounts.ts';
import { countsFor } from '../../resources/quota/usage.ts';
import { quotaSpec, usedOf } from '../../resources/quota/used.ts';
import { KeyedController } from '../keyed-controller.ts';
import { customKind, customKinds, servedKinds } from '../kind-index.ts';

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
  private readonly frame: KeyedController;
  /** Custom resources that are watched. */
  private readonly custom = new Set<ResourceKey>();

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, {
      account: 'resourcequota-controller',
      sync: (key) => this.sync(key),
      latency: { lowMs: 4, highMs: 12 },
    });
  }

  start(): void {
    const quotaChanged = ({ metadata }: KubeObject): void =>
      this.frame.queue.add(`${metadata.namespace}/${metadata.name}`);
    const custom = (crd: KubeObject): void => {
      const kind = customKind(crd as Crd);
      if (kind === undefined || !kind.namespaced || this.custom.has(kind.resource)) return;
      this.custom.add(kind.resource);
      const changed = ({ metadata }: KubeObject): void => this.objectChanged(kind.resource, metadata.namespace ?? '');
      this.frame.watch(
        this.frame.informers.onChange(kind.resource, { added: changed, updated: changed, deleted: changed }),
      );
    };
    this.frame.watch(
      this.frame.informers.onChange(CRDS, { added: custom, updated: custom, deleted() {} }),
      this.frame.informers.onChange(QUOTAS, { added: quotaChanged, updated: quotaChanged, deleted() {} }),
      ...COUNTED.map((resource) => {
        const changed = ({ metadata }: KubeObject): void => this.objectChanged(resource, metadata.namespace ?? '');
        return this.frame.informers.onChange(resource, { added: changed, updated: changed, deleted: changed });
      }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private objectChanged(resource: string, namespace: string): void {
    for (const quota of this.frame.informers.list(QUOTAS, namespace))
      if (Object.keys(quotaSpec(quota).hard ?? {}).some((name) => countsFor(resource, name)))
        this.frame.queue.add(`${namespace}/${quota.metadata.name}`);
  }

  private sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const quota = this.frame.informers.get(QUOTAS, namespace, name);
    if (quota === undefined) return;
    const { hard = {}, ...scope } = quotaSpec(quota);
    const counted = [...COUNTED, ...customKinds(this.frame.informers).map(({ resource }) => resource)];
    const used = usedOf({ hard, ...scope }, counted, (resource) => this.frame.informers.list(resource, namespace));
    const status = { hard, used: resourceList(used, Object.keys(hard)) };
    if (!equalJson(quota['status'], status)) this.frame.client.updateStatus(QUOTAS, { ...quota, status });
  }
}
