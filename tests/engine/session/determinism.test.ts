import { expect, it } from 'vitest';
import { createAnswerer } from '../../../src/engine/hosts/answerer.ts';
import { Driver } from '../../../src/engine/hosts/driver.ts';
import { readJournal } from '../../../src/engine/session/journal.ts';
import { MapView } from '../../../src/engine/session/map-view.ts';
import { Past } from '../../../src/engine/session/past/past.ts';
import { FakeTimers } from '../hosts/fake-timers.ts';
import { Learner } from './learner.ts';

/** A quarter of an hour of a learner's life, and its history's hash after each input. */
function lived(): { readonly journal: string; readonly hash: string; readonly prefixes: readonly string[] } {
  const ann = new Learner();
  const prefixes: string[] = [];
  const { session } = ann;
  const then = (act: () => void): void => {
    act();
    prefixes.push(session.historyHash());
  };
  then(() => ann.run('kubectl create deployment web --image=nginx:1.25 --replicas=3'));
  then(() => ann.wait(4321.5));
  then(() => ann.run('kubectl scale deployment web --replicas=5; kubectl get pods -o wide | sort | head -3'));
  then(() => ann.run('kubectl set image deployment/web nginx=nginx:nosuchtag'));
  then(() => ann.write('cm.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {b: c}\n'));
  then(() => ann.run('kubectl apply -f cm.yaml; sed -i s/c/d/ cm.yaml; kubectl apply -f cm.yaml'));
  then(() => ann.run("kubectl run loud --image=busybox -- sh -c 'while true; do echo $RANDOM; sleep 1; done'"));
  then(() => ann.wait(90_000));
  then(() => ann.run('kubectl delete pod loud --force --grace-period=0'));
  then(() => ann.run('kubectl rollout undo deployment/web & sleep 0.3; kill %1; echo $RANDOM > chance.txt'));
  then(() => ann.type('kubectl get po -w\r'));
  then(() => ann.wait(20_000));
  then(() => ann.type('\x03'));
  then(() =>
    session.apply({
      do: 'request',
      method: 'DELETE',
      path: '/api/v1/nodes/worker-2',
      contentType: 'application/json',
      body: null,
    }),
  );
  then(() => ann.wait(600_000));
  then(() => session.apply({ do: 'check', task: null }));
  return { journal: session.exportJournal(), hash: session.historyHash(), prefixes };
}

function replayed(journal: string): Learner {
  const ann = new Learner({ open: false });
  ann.session.replay(readJournal(journal).entries);
  return ann;
}

it('the same inputs give the same history, however often', () => {
  const { journal, hash } = lived();
  expect(lived().journal).toBe(journal);
  for (const again of [replayed(journal), replayed(journal)]) {
    expect(again.session.historyHash()).toBe(hash);
    expect(again.session.strayed).toEqual([]);
    expect(again.read('chance.txt')).toBe(replayed(journal).read('chance.txt'));
  }
});

it('every prefix of a journal replays to what the session was there', () => {
  const { journal } = lived();
  const { entries } = readJournal(journal);
  const live = new Learner({ open: false });
  for (const [at, entry] of entries.entries()) {
    live.session.replay([entry]);
    const { session } = new Learner({ open: false });
    session.replay(entries.slice(0, at + 1));
    expect([at, session.historyHash(), session.world.clock.nowMs()]).toEqual([
      at,
      live.session.historyHash(),
      live.clock.nowMs(),
    ]);
  }
});

it('a journal of another engine, or a forged one, is told by its seal', () => {
  const { journal } = lived();
  const { entries } = readJournal(journal);
  const { session } = new Learner({ open: false });
  session.replay(entries.filter(({ input }) => input.do !== 'request'));
  expect(session.strayed).toHaveLength(1);
});

it('questions of the page change nothing', () => {
  const { journal, hash } = lived();
  const ann = new Learner({ open: false });
  const { session } = ann;
  const { informers, resourceKeys } = session.world.cluster;
  const map = new MapView(informers, session.world.columns, resourceKeys);
  const past = new Past(session);
  const answer = createAnswerer(session, past);
  for (const entry of readJournal(journal).entries) {
    ann.clock.runUntil(Date.UTC(2026, 0, 5, 9) + entry.atMs);
    map.take();
    answer({ about: 'describe', resource: 'nodes', name: 'worker-1', namespace: '' });
    answer({ about: 'describe', resource: 'deployments.apps', name: 'web', namespace: 'default' });
    answer({ about: 'yaml', resource: 'pods', name: 'nosuch', namespace: 'default' });
    answer({ about: 'request', path: '/api/v1/pods?limit=2' });
    answer({ about: 'request', path: '/no/such/path' });
    answer({ about: 'query', language: 'jsonpath', query: '{.items[*].metadata.name}', path: '/api/v1/pods' });
    answer({ about: 'query', language: 'jsonpath', query: '{.items[', path: '/api/v1/pods' });
    const then = Math.max(session.arrivedMs, ann.clock.nowMs() - 5_000);
    answer({ about: 'moment', at: then });
    answer({ about: 'describe', resource: 'nodes', name: 'worker-1', namespace: '', at: then });
    answer({ about: 'marks' });
    answer({ about: 'objects', at: then });
    answer({ about: 'events' });
    answer({ about: 'versions', resource: 'deployments.apps', namespace: 'default', name: 'web' });
    answer({ about: 'explain', at: then });
    answer({ about: 'explain-object', object: 'deploy/web' });
    answer({ about: 'lint', text: 'apiVersion: v1\nkind: Pod\nspec: {contaners: []}' });
    session.report();
    session.apply(entry.input);
  }
  map.dispose();
  expect(session.historyHash()).toBe(hash);
});

it('time in small slices is the same time', () => {
  const { journal, hash } = lived();
  const { session } = new Learner({ open: false });
  const { clock } = session.world;
  const timers = new FakeTimers();
  const driver = new Driver(clock, timers, {
    sliced() {},
    broke(error) {
      throw error;
    },
  });
  driver.start();
  driver.setSpeed(10);
  const start = Date.UTC(2026, 0, 5, 9);
  for (const { atMs, input } of readJournal(journal).entries) {
    // as a host does it, except that the journal says when
    while (clock.nowMs() < start + atMs) {
      const left = start + atMs - clock.nowMs();
      if (left > 2000) timers.pass(100);
      else clock.runUntil(Math.min(start + atMs, clock.nowMs() + Math.max(left / 3, 7)));
    }
    driver.between(() => session.apply(input));
  }
  expect(session.historyHash()).toBe(hash);
});
