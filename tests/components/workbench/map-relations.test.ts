import { describe, expect, it } from 'vitest';
import { flowWords } from '../../../src/components/workbench/map/flows.ts';
import { consumers, laneItems, parentKey } from '../../../src/components/workbench/map/lanes.ts';
import { MapModel } from '../../../src/components/workbench/map/model.ts';
import { relatedTo } from '../../../src/components/workbench/map/relations.ts';
import { nextBelow } from '../../../src/components/workbench/map/roving.ts';
import type { MapItem } from '../../../src/engine/session/map-item.ts';
import type { Flow } from '../../../src/engine/session/traffic-view.ts';
import { texts } from '../../../src/i18n/text.ts';

function item(key: string, more: Partial<MapItem> = {}): MapItem {
  const [resource = '', namespace = '', name = ''] = key.split('/');
  return {
    key,
    resource,
    kind: resource,
    namespace,
    name,
    uid: key,
    status: '',
    tone: 'ok',
    ready: undefined,
    node: undefined,
    address: undefined,
    ownerUid: undefined,
    containers: [],
    targets: [],
    createdMs: 0,
    ...more,
  };
}

const WEB = 'services/default/web';
const SHOP = 'ingresses.networking.k8s.io/default/shop';
const POD = 'pods/default/web-1';
const SETTINGS = 'configmaps/default/settings';

function model(): MapModel {
  const made = new MapModel();
  made.show([
    item(SHOP, { uses: [WEB] }),
    item(WEB, { targets: [POD] }),
    item(POD, { ownerUid: 'replicasets.apps/default/web', uses: [SETTINGS, 'persistentvolumeclaims/default/data'] }),
    item('pods/default/other'),
    item('replicasets.apps/default/web', { ownerUid: 'deployments.apps/default/web', ready: '1/1' }),
    item('replicasets.apps/default/old', { ownerUid: 'deployments.apps/default/web', ready: '0/0' }),
    item('deployments.apps/default/web'),
    item(SETTINGS),
    item('configmaps/default/kube-root-ca.crt'),
    item('persistentvolumeclaims/default/data', { uses: ['persistentvolumes//disk'] }),
    item('persistentvolumes//disk'),
  ]);
  return made;
}

describe('what hangs together on the map', () => {
  const related = (key: string) => {
    const known = model();
    return [...relatedTo(known, known.get(key) ?? item(key))].sort();
  };

  it('a pod with its owners, its Service and what it needs', () => {
    expect(related(POD)).toEqual([
      SETTINGS,
      'deployments.apps/default/web',
      'persistentvolumeclaims/default/data',
      'replicasets.apps/default/web',
      WEB,
    ]);
  });

  it('an Ingress with its Service and the pods that answer there; a ConfigMap with its pods', () => {
    expect(related(SHOP)).toEqual([POD, WEB]);
    expect(related(SETTINGS)).toEqual([POD]);
  });

  it('a Deployment with its ReplicaSets and pods', () => {
    expect(related('deployments.apps/default/web')).toEqual([
      POD,
      'replicasets.apps/default/old',
      'replicasets.apps/default/web',
    ]);
  });
});

describe('the lanes', () => {
  it('follow the way of a request, of ownership and of data', () => {
    const known = model();
    expect(laneItems(known, 'ways', false).map(({ key }) => key)).toEqual([SHOP, WEB]);
    expect(laneItems(known, 'owners', false).map(({ name }) => name)).toEqual(['web', 'web']);
    expect(laneItems(known, 'data', false).map(({ name }) => name)).toEqual(['settings', 'data', 'disk']);
    expect(parentKey(known, item(WEB))).toBe(SHOP);
    expect(parentKey(known, item('persistentvolumes//disk'))).toBe('persistentvolumeclaims/default/data');
    expect(consumers(known).get(SETTINGS)).toBe(1);
  });
});

describe('a request in words', () => {
  const flow: Flow = {
    from: 'pods/default/client',
    through: [WEB],
    to: POD,
    dialled: '10.96.0.9:80',
    outcome: 'answered',
    n: 1,
    atMs: 0,
  };

  it('names who, through what, to whom, and how it ended', () => {
    const t = texts('en');
    expect(flowWords(t, flow)).toBe('Pod client → Service web → Pod web-1: answered');
    expect(flowWords(t, { ...flow, to: undefined, outcome: 'refused', n: 3 })).toBe(
      'Pod client → Service web → 10.96.0.9:80: refused · 3×',
    );
    expect(
      flowWords(t, { ...flow, from: 'learner', through: [], to: 'nodes//worker-1', outcome: 'silence', why: 'cut' }),
    ).toBe('You → Node worker-1:80: lost: the node is cut off');
    expect(flowWords(texts('ko'), flow)).toBe('Pod client → Service web → Pod web-1: 응답');
  });
});

describe('arrows on the map', () => {
  const places = [
    { x: 0, y: 0 },
    { x: 50, y: 0 },
    { x: 0, y: 20 },
    { x: 50, y: 20 },
    { x: 200, y: 60 },
  ];

  it('go to what lies next below or above, and nowhere at the edge', () => {
    expect(nextBelow({ x: 50, y: 0 }, places, 1)).toBe(3);
    expect(nextBelow({ x: 50, y: 20 }, places, -1)).toBe(1);
    expect(nextBelow({ x: 0, y: 20 }, places, 1)).toBe(4);
    expect(nextBelow({ x: 0, y: 0 }, places, -1)).toBe(-1);
  });
});
