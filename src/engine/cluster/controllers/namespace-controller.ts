import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { formatTime } from '../timestamp.ts';
import { controllerClient } from './controller-client.ts';
import { customKinds, type ServedKind, servedKinds } from './kind-index.ts';
import type { Condition, Namespace } from './kinds.ts';
import { findCondition } from './pod-state.ts';
import { WorkQueue } from './workqueue.ts';

const KUBERNETES = 'kubernetes';
/** Deletion starts this long after the namespace was marked, so that all API servers know of it. */
const GRACE_MS = 5_000;
const NOT_DELETED: ReadonlySet<string> = new Set(['pods/binding', 'bindings']);

const DELETED: readonly ServedKind[] = servedKinds.filter(
  ({ resource, namespaced, deletable }) => namespaced && deletable && !NOT_DELETED.has(resource),
);

/** What of a namespace is still there. */
interface Remains {
  readonly counts: readonly string[];
  /** Objects by the finalizer that holds them. */
  readonly finalizers: ReadonlyMap<string, number>;
  readonly failures: readonly string[];
  /** Seconds until pods with a grace period will have ended. */
  readonly estimateSeconds: number;
}

function contentConditions({ counts, finalizers, failures }: Remains): readonly Condition[] {
  const held = [...finalizers].sort(([a], [b]) => (a < b ? -1 : 1));
  const condition = (type: string, isTrue: boolean, reason: string, message: string): Condition => ({
    type,
    status: isTrue ? 'True' : 'False',
    reason,
    message,
  });
  return [
    condition(
      'NamespaceDeletionDiscoveryFailure',
      false,
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ),
    condition(
      'NamespaceDeletionGroupVersionParsingFailure',
      false,
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    failures.length > 0
      ? condition(
          'NamespaceDeletionContentFailure',
          true,
          'ContentDeletionFailed',
          `Failed to delete all resource types, ${failures.length} remaining: ${failures.join(', ')}`,
        )
      : condition(
          'NamespaceDeletionContentFailure',
          false,
          'ContentDeleted',
          'All content successfully deleted, may be waiting on finalization',
        ),
    counts.length > 0
      ? condition(
          'NamespaceContentRemaining',
          true,
          'SomeResourcesRemain',
          `Some resources are remaining: ${counts.join(', ')}`,
        )
      : condition('NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed'),
    held.length > 0
      ? condition(
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held.map(([name, count]) => `${name} in ${count} resource instances`).join(', ')}`,
        )
      : condition(
          'NamespaceFinalizersRemaining',
          false,
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ),
  ];
}

/** Empties namespaces that are being deleted, and lets them go. Models: pkg/controller/namespace */
export class NamespaceController implements Component {
  readonly name = 'namespace-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly queue: WorkQueue;
  private dispose: (() => void) | undefined;

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, 'namespace-controller');
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 10, highMs: 200 },
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    const changed = (namespace: KubeObject): void => {
      if (namespace.metadata.deletionTimestamp === undefined) return;
      this.queue.addAfter(namespace.metadata.name, GRACE_MS, 'work');
    };
    this.dispose = this.informers.onChange('namespaces', { added: changed, updated: changed, deleted() {} });
  }

  stop(): void {
    this.dispose?.();
    this.queue.stop();
  }

  private sync(name: string): void {
    const namespace = this.informers.get('namespaces', '', name) as Namespace | undefined;
    if (namespace === undefined || namespace.metadata.deletionTimestamp === undefined) return;
    const finalizers = namespace.spec?.finalizers ?? [];
    if (!finalizers.includes(KUBERNETES)) return;
    const remains = this.deleteContent(name);
    const updated = this.writeConditions(namespace, contentConditions(remains));
    if (remains.counts.length > 0 || remains.failures.length > 0) {
      // Waiting for pods is work while it is short; content that a finalizer holds may stay for ever.
      const waitMs = (Math.floor(remains.estimateSeconds / 2) + 1) * 1000;
      this.queue.addAfter(name, waitMs, remains.finalizers.size > 0 ? 'background' : 'work');
      return;
    }
    const left = finalizers.filter((each) => each !== KUBERNETES);
    this.client.updateSubresource('namespaces', '', name, 'finalize', {
      ...updated,
      spec: { ...updated.spec, finalizers: left },
    } as unknown as JsonObject);
  }

  private deleteContent(namespace: string): Remains {
    const counts: string[] = [];
    const finalizers = new Map<string, number>();
    const failures: string[] = [];
    let estimateSeconds = 0;
    const custom = customKinds(this.informers).filter(({ namespaced }) => namespaced);
    for (const { resource, plural, group } of [...DELETED, ...custom]) {
      for (const { metadata } of this.informers.list(resource, namespace)) {
        try {
          this.client.delete(resource, namespace, metadata.name, { propagationPolicy: 'Background' });
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.code !== 404) failures.push(error.message);
        }
      }
      const left = this.informers.list(resource, namespace);
      if (left.length === 0) continue;
      counts.push(`${plural}.${group} has ${left.length} resource instances`);
      for (const { metadata } of left) {
        for (const finalizer of metadata.finalizers ?? [])
          finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
        estimateSeconds = Math.max(estimateSeconds, metadata.deletionGracePeriodSeconds ?? 0);
      }
    }
    return { counts, finalizers, failures, estimateSeconds };
  }

  private writeConditions(namespace: Namespace, wanted: readonly Condition[]): Namespace {
    const before = namespace.status?.conditions ?? [];
    const now = formatTime(this.clock.nowMs());
    let changed = false;
    const conditions = wanted.map((condition) => {
      const old = findCondition(before, condition.type);
      if (old !== undefined && old.status === condition.status && old.message === condition.message) return old;
      changed = true;
      const lastTransitionTime = (old?.status === condition.status && old.lastTransitionTime) || now;
      return { ...condition, lastTransitionTime };
    });
    if (!changed) return namespace;
    return this.client.updateStatus('namespaces', {
      ...namespace,
      status: { ...namespace.status, conditions },
    }) as Namespace;
  }
}
