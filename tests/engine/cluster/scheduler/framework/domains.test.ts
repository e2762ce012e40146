import { expect, test } from 'vitest';
import type { Node } from '../../../../../src/engine/cluster/controllers/kinds.ts';
import { domainsOf } from '../../../../../src/engine/cluster/scheduler/framework/domains.ts';
import { NodeInfo } from '../../../../../src/engine/cluster/scheduler/framework/node-info.ts';

const node = (name: string, zone?: string, images?: readonly string[]): Node =>
  ({
    metadata: { name, labels: zone === undefined ? {} : { zone } },
    spec: {},
    status: {
      allocatable: { cpu: '2', pods: '110' },
      images: images?.map((each) => ({ names: [each], sizeBytes: 7 })),
    },
  }) as never;

test('nodes of one zone share a place, nodes without have none', () => {
  const nodes = [node('a', 'x'), node('b', 'y'), node('c', 'x'), node('d')].map((each) => new NodeInfo(each));
  const { places, placeOf, scores } = domainsOf(nodes, 'zone');
  expect([...places]).toEqual([
    ['x', 0],
    ['y', 1],
  ]);
  expect([...placeOf]).toEqual([0, 1, 0, -1]);
  expect(scores.length).toBe(2);
});

test('domains are kept until a node is labelled otherwise', () => {
  const nodes = [new NodeInfo(node('a', 'x')), new NodeInfo(node('b', 'y'))];
  const before = domainsOf(nodes, 'zone');
  expect(domainsOf(nodes, 'zone')).toBe(before);
  const [first] = nodes;
  if (first !== undefined) first.node = node('a', 'y');
  expect([...domainsOf(nodes, 'zone').placeOf]).toEqual([0, 0]);
});

test('a node knows its images and capacity anew when its status changes', () => {
  const info = new NodeInfo(node('a', undefined, ['nginx:1']));
  expect([info.images.get('nginx:1'), info.podLimit, info.milliCpu]).toEqual([7, 110, 2000]);
  info.node = { ...node('a'), status: { allocatable: { cpu: '4', pods: '10' } } } as never;
  expect([info.images.size, info.podLimit, info.milliCpu]).toEqual([0, 10, 4000]);
});
