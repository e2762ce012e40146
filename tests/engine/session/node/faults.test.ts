import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../../src/engine/cluster/faults/fault.ts';
import { readLabFile } from '../../../../src/engine/grader/lab-file.ts';
import { readJournal } from '../../../../src/engine/session/journal.ts';
import { Session } from '../../../../src/engine/session/session.ts';
import { Learner } from '../learner.ts';

function make(learner: Learner, fault: Fault): void {
  learner.session.apply({ do: 'fault', fault });
}

function heal(learner: Learner, fault: Fault | null = null): void {
  learner.session.apply({ do: 'heal', fault });
}

const stop: Fault = { kind: 'stop-node', node: 'worker-2' };
const cut: Fault = { kind: 'cut-node', node: 'worker-2' };

describe('a fault on request', () => {
  it('switches a node off, and on again', () => {
    const learner = new Learner();
    make(learner, stop);
    expect(learner.session.world.cluster.faults.active).toEqual([stop]);
    learner.wait(60_000);
    expect(learner.run('kubectl get node worker-2')).toContain('NotReady');
    expect(learner.run('ssh worker-2 ls')).toContain('No route to host');
    heal(learner, stop);
    learner.wait(20_000);
    expect(learner.run('kubectl get node worker-2')).toMatch(/worker-2 +Ready/);
    expect(learner.session.world.cluster.faults.active).toEqual([]);
  });

  it('that switches a node off ends the shells on it', () => {
    const learner = new Learner();
    learner.type('ssh worker-2\r');
    learner.wait(1000);
    make(learner, stop);
    learner.wait(1000);
    expect(learner.run('hostname')).toContain('skiff');
  });

  it('cuts a node off; a node that boots meanwhile stays cut off until that is healed, too', () => {
    const learner = new Learner();
    make(learner, cut);
    make(learner, stop);
    heal(learner, stop);
    learner.wait(60_000);
    expect(learner.run('kubectl get node worker-2')).toContain('NotReady');
    heal(learner, cut);
    learner.wait(20_000);
    expect(learner.run('kubectl get node worker-2')).toMatch(/worker-2 +Ready/);
  });

  it('kills a process', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(5000);
    make(learner, { kind: 'kill-process', namespace: 'default', pod: 'web', container: '' });
    learner.wait(5000);
    expect(learner.run('kubectl get pod web')).toMatch(/1\/1 +Running +1/);
    expect(learner.session.world.cluster.faults.active).toEqual([]);
  });

  it('crashes every container of an image with its exit code, until it is healed', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.run('kubectl run other --image=httpd:2.4');
    learner.wait(5000);
    make(learner, { kind: 'crash-image', image: 'docker.io/library/nginx', exitCode: 3 });
    learner.wait(20_000);
    const code = "-o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}'";
    expect(learner.run(`kubectl get pod web ${code}`)).toContain('3');
    expect(learner.run('kubectl get pod other')).toMatch(/Running +0/);
    heal(learner);
    learner.wait(60_000);
    expect(learner.run('kubectl get pod web')).toMatch(/1\/1 +Running/);
  });

  it('slows a pull down', () => {
    const learner = new Learner();
    make(learner, { kind: 'slow-pull', image: 'redis', seconds: 45 });
    learner.run('kubectl run cache --image=redis:7');
    learner.wait(40_000);
    expect(learner.run('kubectl get pod cache')).toContain('ContainerCreating');
    learner.wait(10_000);
    expect(learner.run('kubectl get pod cache')).toMatch(/1\/1 +Running/);
  });

  it.each([
    ['servfail', 'SERVFAIL'],
    ['timeout', 'no servers could be reached'],
  ] as const)('breaks DNS: %s', (how, words) => {
    const learner = new Learner();
    learner.run('kubectl run box --image=busybox:1.36 -- sleep 1d');
    learner.wait(5000);
    make(learner, { kind: 'break-dns', how });
    expect(learner.run('kubectl exec box -- nslookup kubernetes.default.svc.cluster.local')).toContain(words);
    heal(learner);
    expect(learner.run('kubectl exec box -- nslookup kubernetes.default.svc.cluster.local')).toContain('10.96.0.1');
  });

  it("takes a node's memory, and gives it back", () => {
    const learner = new Learner();
    const kernel = learner.session.world.cluster.kubelets.get('worker-1')!.kernel;
    const before = kernel.availableBytes();
    make(learner, { kind: 'fill-memory', node: 'worker-1', leaveMi: 50 });
    expect(kernel.availableBytes()).toBe(50 * 1024 * 1024);
    heal(learner);
    expect(kernel.availableBytes()).toBe(before);
  });

  it('about nothing that exists is none', () => {
    const learner = new Learner();
    const { faults } = learner.session.world.cluster;
    expect(faults.make({ kind: 'stop-node', node: 'worker-9' })).toBe('there is no node "worker-9"');
    expect(faults.make({ kind: 'kill-process', namespace: 'default', pod: 'x', container: '' })).toContain(
      'no pod "x"',
    );
    expect(faults.active).toEqual([]);
  });

  it('is journaled, and a replay has the same history', () => {
    const learner = new Learner();
    learner.run('kubectl create deployment web --image=nginx:1.25 --replicas=3');
    make(learner, stop);
    learner.wait(90_000);
    make(learner, { kind: 'crash-image', image: 'nginx', exitCode: 1 });
    learner.wait(30_000);
    heal(learner);
    learner.run("ssh worker-1 'systemctl restart kubelet'");
    learner.wait(60_000);
    const text = learner.session.exportJournal();
    const journal = readJournal(text);
    const again = new Session({ header: journal.header, lab: null, workers: 2, jq: () => undefined });
    again.replay(journal.entries);
    expect(again.strayed).toEqual([]);
    expect(again.historyHash()).toBe(learner.session.historyHash());
  });

  it('of another shape is no input', () => {
    const learner = new Learner();
    learner.session.apply({ do: 'fault', fault: { kind: 'stop-node', node: 7 } as unknown as Fault });
    expect(() => readJournal(learner.session.journal.text())).toThrow('this is no input');
  });
});

describe("a lab's script", () => {
  const lab = (script: string) => `id: broken
title: { en: a, ko: a }
summary: { en: a, ko: a }
lesson: pods
minutes: 5
cluster:
  nodes: 2
  script:
${script}
tasks:
  - id: t
    title: { en: a, ko: a }
    checks:
      - { id: c, says: { en: a, ko: a }, points: 1, get: pod/web, exists: true }
proof: { unsolved: 0, solutions: [{ run: [kubectl run web --image=nginx] }], wrong: [{ run: [kubectl get pods], fails: [c] }] }
`;
  const read = (script: string) => readLabFile('lab.yaml', lab(script), () => undefined);

  it('makes faults and heals them, in virtual time', () => {
    const result = read(
      "    - { at: 10s, fault: { stop-node: worker-2 } }\n    - { at: 10s, fault: { crash-image: 'nginx:1.25', exit-code: 7 } }\n    - { at: 90s, heal: { stop-node: worker-2 } }\n    - { at: 120s, heal: all }",
    );
    if (!('lab' in result)) throw new Error(JSON.stringify(result));
    const learner = new Learner({ lab: result.lab });
    const kinds = () => learner.session.world.cluster.faults.active.map(({ kind }) => kind);
    learner.wait(5000);
    expect(kinds()).toEqual([]);
    learner.wait(60_000);
    expect(kinds()).toEqual(['stop-node', 'crash-image']);
    expect(learner.run('kubectl get node worker-2')).toContain('NotReady');
    learner.wait(40_000);
    expect(kinds()).toEqual(['crash-image']);
    learner.wait(60_000);
    expect(kinds()).toEqual([]);
  });

  it('that names no node of the lab is refused with its place', () => {
    const result = read('    - { at: 10s, fault: { cut-node: worker-5 } }');
    expect(JSON.stringify(result)).toMatch(
      /no node .{1,3}worker-5.{1,3}: its nodes are control-plane, worker-1, worker-2/,
    );
  });

  it('that asks for an unknown fault is refused', () => {
    expect(JSON.stringify(read('    - { at: 10s, fault: { melt-node: worker-1 } }'))).toContain('diagnostics');
  });
});
