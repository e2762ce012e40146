import { expect, it } from 'vitest';
import { type Loose, STRATEGIC, suite } from './suite.ts';

it('is not held up by a circle of dependencies', () => {
  const { ok, run, namespace } = suite();
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const make = (name: string): Loose =>
    ok('POST', pods, { metadata: { name }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } });
  const made = [make('pod1'), make('pod2'), make('pod3')];
  for (const [at, pod] of made.entries()) {
    const { name, uid } = made[(at + 2) % 3].metadata;
    const reference = { apiVersion: 'v1', kind: 'Pod', name, uid, controller: true, blockOwnerDeletion: true };
    ok('PATCH', `${pods}/${pod.metadata.name}`, { metadata: { ownerReferences: [reference] } }, STRATEGIC);
  }
  run(2000);
  ok('DELETE', `${pods}/pod1`, { propagationPolicy: 'Foreground', preconditions: { uid: made[0].metadata.uid } });
  run(40_000);
  expect(ok('GET', pods).items.map(({ metadata }: Loose) => metadata.name)).toEqual([]);
});
