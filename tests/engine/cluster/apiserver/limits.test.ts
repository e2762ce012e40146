import { describe, expect, it } from 'vitest';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';
import { world } from './world.ts';

const QUOTAS = '/api/v1/namespaces/default/resourcequotas';
const SERVICES = '/api/v1/namespaces/default/services';
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
const MERGE = { 'content-type': 'application/merge-patch+json' };
const claim = (storage: string, name = 'c') => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
});

describe('a quota', () => {
  it('holds for what a change adds', () => {
    const { ok, fails } = world(kinds);
    ok('POST', QUOTAS, { metadata: { name: 'q' }, spec: { hard: { 'services.nodeports': '0', services: '5' } } });
    ok('POST', SERVICES, { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } });
    expect(fails('PATCH', `${SERVICES}/s`, { spec: { type: 'NodePort' } }, MERGE)).toBe(
      '403 Forbidden: services "s" is forbidden: exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0',
    );
    ok('PATCH', `${SERVICES}/s`, { spec: { selector: { a: 'b' } } }, MERGE);
  });
});

describe('a limit range', () => {
  it('bounds what claims ask for', () => {
    const { ok, fails } = world(kinds);
    const limits = [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } }];
    ok('POST', '/api/v1/namespaces/default/limitranges', { metadata: { name: 'l' }, spec: { limits } });
    expect(fails('POST', CLAIMS, claim('512Mi'))).toBe(
      '403 Forbidden: persistentvolumeclaims "c" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 512Mi',
    );
    expect(fails('POST', CLAIMS, claim('3Gi'))).toContain(
      'maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi',
    );
    ok('POST', CLAIMS, claim('2Gi'));
  });
});
