import { notFound, serviceUnavailable } from '../apiserver/status.ts';
import type { Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { KubeObject } from '../json.ts';
import { WINDOW_MS } from '../kubelet/kernel/cpu-meter.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { column, NAME_COLUMN } from '../resources/printing/columns.ts';
import { formatTime } from '../timestamp.ts';
import { lastScrapeMs, nodeUsage, podUsage, type Usage } from './usage.ts';

/** What the figures are worked out from. */
export interface MetricsSource {
  readonly clock: Clock;
  readonly informers: Informers;
  readonly kubelets: ReadonlyMap<string, Kubelet>;
  /** Whether a metrics server answers. */
  readonly isServed: () => boolean;
}

const READ_ONLY = ['create', 'delete', 'deletecollection', 'patch', 'update', 'watch'] as const;
const COMMON = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  singular: '',
  shortNames: [],
  categories: [],
  subresources: {},
  withoutVerbs: READ_ONLY,
  fieldSelectors: {},
} as const;
const WINDOW = `${WINDOW_MS / 1000}s`;

interface UsageText {
  readonly cpu: string;
  readonly memory: string;
}

function usageText({ cpuNano, memoryBytes }: Usage): UsageText {
  return { cpu: cpuNano === 0 ? '0' : `${cpuNano}n`, memory: `${Math.floor(memoryBytes / 1024)}Ki` };
}

function metrics(kind: string, of: KubeObject, nowMs: number, rest: object): KubeObject {
  const { name, namespace, labels } = of.metadata;
  return {
    kind,
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      creationTimestamp: formatTime(nowMs),
      ...(labels === undefined ? {} : { labels }),
    },
    timestamp: formatTime(lastScrapeMs(nowMs)),
    window: WINDOW,
    ...rest,
  } as unknown as KubeObject;
}

function found(
  source: MetricsSource,
  resource: 'pods' | 'nodes',
  namespace: string,
  name: string,
): readonly KubeObject[] {
  if (!source.isServed()) throw serviceUnavailable(`get ${resource}.metrics.k8s.io`, name);
  const { informers } = source;
  if (name === '') return informers.list(resource, namespace === '' ? undefined : namespace);
  const object = informers.get(resource, namespace, name);
  return object === undefined ? [] : [object];
}

/** No figures: nothing in a list, 404 for the one that was asked for. */
function missing(kind: 'pod' | 'node', namespace: string, name: string): readonly KubeObject[] {
  if (name === '') return [];
  throw notFound(
    { group: 'metrics.k8s.io', resource: `${kind}metrics` },
    namespace === '' ? name : `${namespace}/${name}`,
  );
}

const usageOf = (object: KubeObject): UsageText[] =>
  ((object as unknown as { containers?: readonly { readonly usage: UsageText }[] }).containers ?? []).map(
    ({ usage }) => usage,
  );
const sum = (texts: readonly string[]): number => texts.reduce((total, text) => total + Number.parseInt(text, 10), 0);

/** `pods` and `nodes` of metrics.k8s.io: nothing is stored, all is worked out when somebody asks. Models: metrics-server/pkg/api */
export function metricsKinds(source: MetricsSource): readonly ResourceDefinition[] {
  const { clock, kubelets } = source;
  const pods: ResourceDefinition = {
    ...COMMON,
    kind: 'PodMetrics',
    plural: 'pods',
    namespaced: true,
    schema: 'io.k8s.metrics.pkg.apis.metrics.v1beta1.PodMetrics',
    computed: (namespace, name) =>
      found(source, 'pods', namespace, name).flatMap((pod) => {
        const usage = podUsage(kubelets, pod, clock.nowMs());
        if (usage === undefined) return missing('pod', namespace, name);
        const containers = usage.containers.map((each) => ({ name: each.name, usage: usageText(each) }));
        return [metrics('PodMetrics', pod, clock.nowMs(), { containers })];
      }),
    columns: [
      NAME_COLUMN,
      column('CPU', 'Processor time used.'),
      column('Memory', 'Memory in use.'),
      column('Window', 'Span that the figures are of.'),
    ],
    cells: (object) => {
      const used = usageOf(object);
      return [
        object.metadata.name,
        `${sum(used.map(({ cpu }) => cpu))}n`,
        `${sum(used.map(({ memory }) => memory))}Ki`,
        WINDOW,
      ];
    },
  };
  const nodes: ResourceDefinition = {
    ...COMMON,
    kind: 'NodeMetrics',
    plural: 'nodes',
    namespaced: false,
    schema: 'io.k8s.metrics.pkg.apis.metrics.v1beta1.NodeMetrics',
    computed: (_namespace, name) =>
      found(source, 'nodes', '', name).flatMap((node) => {
        const usage = nodeUsage(kubelets.get(node.metadata.name));
        return usage === undefined
          ? missing('node', '', name)
          : [metrics('NodeMetrics', node, clock.nowMs(), { usage: usageText(usage) })];
      }),
    columns: pods.columns,
    cells: (object) => {
      const { usage } = object as unknown as { readonly usage: UsageText };
      return [object.metadata.name, usage.cpu, usage.memory, WINDOW];
    },
  };
  return [pods, nodes];
}
