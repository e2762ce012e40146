import type { ApiRequest } from '../../../../src/engine/cluster/apiserver/http.ts';
import { ADMIN, ApiServer } from '../../../../src/engine/cluster/apiserver/server.ts';
import type { Client } from '../../../../src/engine/cluster/client.ts';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import type { Component, ComponentContext } from '../../../../src/engine/cluster/component.ts';
import { StoreInformers } from '../../../../src/engine/cluster/informers.ts';
import type { JsonObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';
import { Store } from '../../../../src/engine/cluster/store.ts';
import { formatTime } from '../../../../src/engine/cluster/timestamp.ts';
import type { Loose } from '../../cluster/fake-cluster.ts';
import { Audit } from '../rules/audit.ts';
import { isEnded, isReady, type Rule } from '../rules/rule.ts';

const START_MS = Date.UTC(2026, 10, 22, 9, 0, 0);
/** Longer than a controller takes from a change to its last write. */
const SETTLE_MS = 2_000;

/** What a pod looks like from outside. `going` pods have been told to end. */
export type PodState = 'pending' | 'ready' | 'failed' | 'going';

export const stateOf = (pod: Loose): PodState =>
  pod.metadata.deletionTimestamp !== undefined ? 'going' : isEnded(pod) ? 'failed' : isReady(pod) ? 'ready' : 'pending';

/** The real API server with one or two controllers; what nodes do, the model check does. */
export class ModelWorld {
  readonly clock = new VirtualClock(START_MS);
  readonly audit: Audit;
  private readonly server: ApiServer;
  private readonly informers: StoreInformers;
  private readonly kubelet: Client;

  constructor(makers: readonly ((context: ComponentContext) => Component)[], rules: { readonly [name: string]: Rule }) {
    const random = new Random(1);
    const store = new Store(this.clock);
    this.server = new ApiServer({ clock: this.clock, random: random.fork('apiserver'), store, definitions: kinds });
    this.informers = new StoreInformers(store);
    this.kubelet = this.server.client('kubelet', ADMIN);
    this.kubelet.create('namespaces', '', { metadata: { name: 'default' } });
    this.kubelet.create('serviceaccounts', 'default', { metadata: { name: 'default', namespace: 'default' } });
    this.audit = new Audit(this.server.history, rules);
    const { informers, clock } = this;
    for (const [at, make] of makers.entries())
      make({ clock, random: random.fork(`part-${at}`), informers, client: this.server.client }).start();
  }

  /** A user's request, which the server must take. */
  ask(method: ApiRequest['method'], path: string, body?: JsonObject): void {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const response = this.server.handle({
      method,
      path: `/apis/apps/v1/namespaces/default/${path}`,
      headers: { 'content-type': type },
      ...(body === undefined ? {} : { body }),
    });
    if (response.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(response.body)}`);
  }

  list(resource: string): readonly Loose[] {
    return this.informers.list(resource, 'default');
  }

  /** Whether a controller has something to do soon. */
  get isBusy(): boolean {
    return (this.clock.nextDueMs() ?? Number.POSITIVE_INFINITY) <= this.clock.nowMs() + SETTLE_MS;
  }

  /** One piece of a controller's work. */
  tick(): void {
    this.clock.step();
  }

  settle(): void {
    this.clock.runUntil(this.clock.nowMs() + SETTLE_MS);
  }

  private status(pod: Loose, phase: string, ready: boolean): void {
    const lastTransitionTime = formatTime(this.clock.nowMs());
    const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime }];
    const now = this.informers.get('pods', 'default', pod.metadata.name) as Loose;
    this.kubelet.updateStatus('pods', { ...now, status: { ...now.status, phase, conditions } });
  }

  /** The pod gets a node and becomes ready there. */
  start(pod: Loose): void {
    const { name } = pod.metadata;
    if (pod.spec.nodeName === undefined)
      this.kubelet.createSubresource('pods', 'default', name, 'binding', {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name },
        target: { kind: 'Node', name: 'node' },
      });
    this.status(pod, 'Running', true);
  }

  unready(pod: Loose): void {
    this.status(pod, 'Running', false);
  }

  fail(pod: Loose): void {
    this.status(pod, 'Failed', false);
  }

  /** Somebody deletes it; one that has a node stays until it is gone from there. */
  delete(pod: Loose): void {
    this.kubelet.delete('pods', 'default', pod.metadata.name);
  }

  /** A pod that was told to end has ended. */
  finish(pod: Loose): void {
    this.kubelet.delete('pods', 'default', pod.metadata.name, { gracePeriodSeconds: 0 });
  }

  /** Nodes do all that is asked of them until nothing moves any more. */
  letItRun(): void {
    for (let round = 0; round < 60; round++) {
      this.settle();
      let moved = false;
      for (const { metadata } of this.list('pods')) {
        const pod: Loose = this.informers.get('pods', 'default', metadata.name);
        if (pod === undefined) continue;
        const state = stateOf(pod);
        if (state === 'going') this.finish(pod);
        else if (state === 'pending') this.start(pod);
        else continue;
        moved = true;
        // One node's news at a time.
        this.settle();
      }
      if (!moved) return;
    }
    throw new Error('does not come to rest');
  }
}
