import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/engine/cluster/json.ts';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';
import { storedKinds } from '../../../../src/engine/cluster/resources/stored/stored-kinds.ts';
import { world } from './world.ts';

const RUNTIMES = '/apis/node.k8s.io/v1/runtimeclasses';
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const cells = (body: unknown): unknown[][] =>
  ((body as JsonObject)['rows'] as unknown as { cells: unknown[] }[]).map((row) => row.cells);

describe('kinds that nothing acts on', () => {
  it('are kept, and every write says so', () => {
    const { call } = world(kinds);
    const made = call('POST', RUNTIMES, { metadata: { name: 'gvisor' }, handler: 'runsc' });
    expect(made.status).toBe(201);
    // Pods are made by it: admission acts on this one.
    expect(made.warnings).toEqual([]);
    const devices = call('POST', '/apis/resource.k8s.io/v1/deviceclasses', { metadata: { name: 'd' }, spec: {} });
    expect(devices.warnings).toEqual(['Skiff stores DeviceClass objects; nothing in this cluster acts on them']);
    expect(call('GET', RUNTIMES).warnings).toEqual([]);
    expect(cells(call('GET', RUNTIMES, undefined, TABLE).body)).toEqual([['gvisor', 'runsc', '0s']]);
  });

  it('are checked by their schema', () => {
    const { fails } = world(kinds);
    expect(fails('POST', RUNTIMES, { metadata: { name: 'x' } })).toBe(
      '422 Invalid: RuntimeClass.node.k8s.io "x" is invalid: handler: Required value',
    );
    const policy = { metadata: { name: 'p' }, spec: { failurePolicy: 'Perhaps' } };
    expect(fails('POST', '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies', policy)).toContain(
      'spec.failurePolicy: Unsupported value: "Perhaps": supported values: "Fail", "Ignore"',
    );
  });

  it('are all named in docs/limits.md', () => {
    const text = readFileSync('docs/limits.md', 'utf8');
    const acted = ['PodTemplate', 'RuntimeClass', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];
    for (const { kind } of storedKinds.filter((each) => !acted.includes(each.kind)))
      expect(text).toContain(`\`${kind}\``);
  });

  it('have the columns of a real cluster', () => {
    const facts = JSON.parse(readFileSync('tests/fixtures/discovery/table-columns.json', 'utf8')) as Record<
      string,
      { name: string; type: string; priority: number; format: string }[]
    >;
    for (const { group, version, plural, columns } of storedKinds) {
      const path = group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
      const short = (all: readonly { name: string; type: string; priority: number; format: string }[]) =>
        all.map(({ name, type, priority, format }) => `${name} ${type} ${priority} ${format}`);
      expect([path, short(columns)]).toEqual([path, short(facts[path] ?? [])]);
    }
  });
});

describe('other versions of a kind', () => {
  it('events.k8s.io shows core events under its own names, and writes them', () => {
    const { ok } = world(kinds);
    ok('POST', '/apis/events.k8s.io/v1/namespaces/default/events', {
      metadata: { name: 'e' },
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingController: 'example.com/x',
      reportingInstance: 'x-1',
      action: 'Look',
      reason: 'Seen',
      type: 'Normal',
      note: 'a note',
      regarding: { kind: 'Pod', name: 'p', namespace: 'default' },
    });
    const core = ok('GET', '/api/v1/namespaces/default/events/e');
    expect(core).toMatchObject({ apiVersion: 'v1', message: 'a note', involvedObject: { name: 'p' } });
    const shown = ok('GET', '/apis/events.k8s.io/v1/namespaces/default/events/e');
    expect(shown).toMatchObject({ apiVersion: 'events.k8s.io/v1', note: 'a note', regarding: { name: 'p' } });
    const selected = (selector: string): number =>
      (ok('GET', `/apis/events.k8s.io/v1/events?fieldSelector=${selector}`)['items'] as unknown as unknown[]).length;
    expect(['regarding.name=p', 'regarding.name=q', 'reportingController=nobody'].map(selected)).toEqual([1, 0, 0]);
    expect(shown['message']).toBeUndefined();
  });

  it('autoscaling/v1 shows the CPU target and keeps the rest in annotations', () => {
    const { ok } = world(kinds);
    const path = '/namespaces/default/horizontalpodautoscalers';
    ok('POST', `/apis/autoscaling/v1${path}`, {
      metadata: { name: 'h' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'd' }, maxReplicas: 3, targetCPUUtilizationPercentage: 60 },
    });
    const stored = ok('GET', `/apis/autoscaling/v2${path}/h`);
    expect(stored['spec']).toMatchObject({
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 60 } } }],
    });
    const patched = ok(
      'PATCH',
      `/apis/autoscaling/v1${path}/h`,
      { spec: { targetCPUUtilizationPercentage: 70 } },
      {
        'content-type': 'application/merge-patch+json',
      },
    );
    expect(patched).toMatchObject({ apiVersion: 'autoscaling/v1', spec: { targetCPUUtilizationPercentage: 70 } });
  });

  it('component statuses are worked out', () => {
    const { call, fails } = world(kinds);
    const list = call('GET', '/api/v1/componentstatuses', undefined, TABLE);
    expect(list.warnings).toEqual(['v1 ComponentStatus is deprecated in v1.19+']);
    expect(cells(list.body).map(([name, status]) => `${name} ${status}`)).toEqual([
      'controller-manager Healthy',
      'etcd-0 Healthy',
      'scheduler Healthy',
    ]);
    expect(fails('POST', '/api/v1/componentstatuses', { metadata: { name: 'x' } })).toContain('405');
  });
});

describe('discovery of everything', () => {
  it('lists what a real cluster lists', () => {
    const { call } = world(kinds);
    const names = (file: string): string[] => {
      const facts = JSON.parse(readFileSync(`tests/fixtures/discovery/${file}`, 'utf8')) as { items: JsonObject[] };
      return namesOf(facts);
    };
    const namesOf = (list: { items: JsonObject[] }): string[] =>
      (
        list.items as unknown as {
          metadata: { name?: string };
          versions: { version: string; resources: { resource: string; verbs: string[] }[] }[];
        }[]
      ).flatMap((group) =>
        group.versions.flatMap(({ version, resources }) =>
          resources.map(({ resource, verbs }) => `${group.metadata.name ?? ''}/${version} ${resource} ${verbs.join()}`),
        ),
      );
    const accept = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
    const ours = (path: string): string[] =>
      namesOf(call('GET', path, undefined, accept).body as unknown as { items: JsonObject[] });
    expect(ours('/api')).toEqual(names('aggregated-api.json'));
    expect(ours('/apis')).toEqual(names('aggregated-apis.json'));
  });
});

describe('a certificate signing request', () => {
  it('is approved through its own part', () => {
    const { ok, call } = world(kinds);
    const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    ok('POST', path, {
      metadata: { name: 'r' },
      spec: { request: 'YQ==', signerName: 'example.com/signer', usages: ['client auth'] },
    });
    const conditions = [{ type: 'Approved', status: 'True', reason: 'Because', message: 'it is' }];
    ok('PATCH', `${path}/r/approval`, { status: { conditions } }, { 'content-type': 'application/merge-patch+json' });
    expect(ok('GET', `${path}/r`)['status']).toMatchObject({ conditions: [{ type: 'Approved', status: 'True' }] });
    expect(cells(call('GET', path, undefined, TABLE).body)[0]?.at(-1)).toBe('Approved');
  });
});
