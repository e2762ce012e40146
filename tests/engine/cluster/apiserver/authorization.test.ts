import { describe, expect, it } from 'vitest';
import { ServiceAccountTokens } from '../../../../src/engine/cluster/apiserver/authorization/service-account-tokens.ts';
import type { JsonObject, KubeObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { makeTokenSigner } from '../../../../src/engine/hosts/node/wire/token-signer.ts';
import { CONFIG_MAPS, PODS, plainKind, type World, world } from './world.ts';

const RBAC = 'rbac.authorization.k8s.io';
const rbacKind = (kind: string, plural: string, namespaced: boolean) =>
  plainKind({ group: RBAC, kind, plural, namespaced, schema: `io.k8s.api.rbac.v1.${kind}` });

function rbacWorld(): World {
  return world([
    plainKind({ kind: 'Namespace', plural: 'namespaces', namespaced: false }),
    plainKind({ kind: 'Pod', plural: 'pods' }),
    plainKind({ kind: 'ConfigMap', plural: 'configmaps' }),
    rbacKind('Role', 'roles', true),
    rbacKind('RoleBinding', 'rolebindings', true),
    rbacKind('ClusterRole', 'clusterroles', false),
    rbacKind('ClusterRoleBinding', 'clusterrolebindings', false),
  ]);
}

const JANE = { 'impersonate-user': 'jane' };
const ROBOT = { 'impersonate-user': 'system:serviceaccount:default:robot' };

function mayReadPods(at: World, subject: JsonObject): void {
  const path = `/apis/${RBAC}/v1/namespaces/default`;
  at.ok('POST', `${path}/roles`, {
    metadata: { name: 'r' },
    rules: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }],
  });
  at.ok('POST', `${path}/rolebindings`, {
    metadata: { name: 'rb' },
    roleRef: { apiGroup: RBAC, kind: 'Role', name: 'r' },
    subjects: [subject],
  });
}

describe('authorization', () => {
  it('lets the admin do everything and others only what a role allows', () => {
    const at = rbacWorld();
    expect(at.fails('GET', PODS, undefined, JANE)).toBe(
      '403 Forbidden: pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    expect(at.fails('DELETE', `${PODS}/p`, undefined, JANE)).toBe(
      '403 Forbidden: pods "p" is forbidden: User "jane" cannot delete resource "pods" in API group "" in the namespace "default"',
    );
    expect(at.fails('GET', '/api/v1/pods', undefined, JANE)).toBe(
      '403 Forbidden: pods is forbidden: User "jane" cannot list resource "pods" in API group "" at the cluster scope',
    );
    mayReadPods(at, { kind: 'User', apiGroup: RBAC, name: 'jane' });
    expect(at.call('GET', PODS, undefined, JANE).status).toBe(200);
    expect(at.call('GET', `${PODS}?watch=1`, undefined, JANE).status).toBe(403);
    expect(at.call('GET', CONFIG_MAPS, undefined, JANE).status).toBe(403);
    expect(at.call('GET', '/api/v1', undefined, JANE).status).toBe(200);
  });

  it('knows groups, service accounts, cluster roles and names of resources', () => {
    const at = rbacWorld();
    mayReadPods(at, { kind: 'ServiceAccount', name: 'robot', namespace: 'default' });
    expect(at.call('GET', PODS, undefined, ROBOT).status).toBe(200);
    at.ok('POST', `/apis/${RBAC}/v1/clusterroles`, {
      metadata: { name: 'one' },
      rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['configmaps'], resourceNames: ['a'] }],
    });
    at.ok('POST', `/apis/${RBAC}/v1/clusterrolebindings`, {
      metadata: { name: 'all' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'one' },
      subjects: [{ kind: 'Group', apiGroup: RBAC, name: 'system:serviceaccounts:default' }],
    });
    expect(at.call('GET', `${CONFIG_MAPS}/a`, undefined, ROBOT).status).toBe(404);
    expect(at.call('GET', `${CONFIG_MAPS}/b`, undefined, ROBOT).status).toBe(403);
  });

  it('answers reviews without storing them', () => {
    const at = rbacWorld();
    const may = (resourceAttributes: JsonObject, headers: Record<string, string> = {}) =>
      at.ok(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { spec: { resourceAttributes } },
        headers,
      )['status'];
    mayReadPods(at, { kind: 'User', apiGroup: RBAC, name: 'jane' });
    const before = at.store.revision;
    expect(may({ verb: '*', resource: '*' })).toEqual({ allowed: true });
    expect(may({ verb: 'list', resource: 'pods', namespace: 'default' }, JANE)).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "rb/default" of Role "r" to User "jane"',
    });
    expect(may({ verb: 'list', resource: 'pods', namespace: 'other' }, JANE)).toEqual({ allowed: false });
    expect(at.ok('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {})['status']).toMatchObject({
      userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] },
    });
    const rules = at.ok(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      { spec: { namespace: 'default' } },
      JANE,
    );
    expect(JSON.stringify(rules['status'])).toContain('{"verbs":["get","list"],"apiGroups":[""],"resources":["pods"]}');
    expect(at.store.revision).toBe(before);
    expect(at.fails('GET', '/apis/authentication.k8s.io/v1/selfsubjectreviews')).toContain('405');
  });

  it('takes a service account’s token for the account, and no other token', () => {
    const at = world([
      plainKind({ kind: 'Namespace', plural: 'namespaces', namespaced: false }),
      plainKind({ kind: 'ServiceAccount', plural: 'serviceaccounts' }),
      plainKind({ kind: 'Pod', plural: 'pods' }),
    ]);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
    const { tokens } = at.server.core;
    const of = (uid: string, seconds = 600): string =>
      tokens.issue({ namespace: 'default', name: 'robot', uid }, [], seconds, at.clock.nowMs(), {});
    expect(at.call('GET', PODS, undefined, bearer(of(''))).status).toBe(401);
    const { metadata } = at.ok('POST', ACCOUNTS, { metadata: { name: 'robot' } }) as unknown as KubeObject;
    const good = of(metadata.uid ?? '');
    expect(at.fails('GET', PODS, undefined, bearer(good))).toContain(
      '403 Forbidden: pods is forbidden: User "system:serviceaccount:default:robot"',
    );
    const [header, payload = '', signature] = good.split('.');
    const forged = btoa(atob(payload).replace('robot', 'admin')).replaceAll('=', '');
    for (const bad of [
      of(metadata.uid ?? '', -1),
      of('another-uid'),
      `${header}.${forged}.${signature}`,
      `${header}.${payload}.`,
      `${btoa('{"alg":"none"}')}.${payload}.`,
      'nonsense',
      '',
    ])
      expect({ bad, says: at.fails('GET', PODS, undefined, bearer(bad)) }).toEqual({
        bad,
        says: '401 Unauthorized: Unauthorized',
      });
    const other = tokens.issue(
      { namespace: 'default', name: 'robot', uid: metadata.uid ?? '' },
      ['vault'],
      600,
      at.clock.nowMs(),
      {},
    );
    expect(at.call('GET', PODS, undefined, bearer(other)).status).toBe(401);
    const review = (spec: JsonObject) =>
      at.ok('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec })['status'] as { authenticated?: boolean };
    expect(review({ token: good })).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:default:robot', uid: metadata.uid },
    });
    expect(review({ token: other })).toMatchObject({ error: 'invalid bearer token' });
    expect(review({ token: other, audiences: ['vault'] })).toMatchObject({ authenticated: true, audiences: ['vault'] });
    at.ok('DELETE', `${ACCOUNTS}/robot`);
    expect(at.call('GET', PODS, undefined, bearer(good)).status).toBe(401);
  });

  it('signs tokens with the host’s keys: the seed alone does not make one', () => {
    const account = { namespace: 'default', name: 'robot', uid: 'u' };
    const issuer = (signer?: ReturnType<typeof makeTokenSigner>) => new ServiceAccountTokens(new Random(1), signer);
    const seeded = issuer().issue(account, [], 600, 0, {});
    expect(issuer().verified(seeded)?.sub).toBe('system:serviceaccount:default:robot');
    const hosts = issuer(makeTokenSigner());
    const token = hosts.issue(account, [], 600, 0, {});
    expect(hosts.verified(token)?.sub).toBe('system:serviceaccount:default:robot');
    expect(hosts.verified(seeded)).toBeUndefined();
    expect(issuer(makeTokenSigner()).verified(token)).toBeUndefined();
    expect(issuer().verified(token)).toBeUndefined();
  });

  it('lets nobody act in a group without being allowed to', () => {
    const at = rbacWorld();
    const path = `/apis/${RBAC}/v1`;
    at.ok('POST', `${path}/clusterroles`, {
      metadata: { name: 'imp' },
      rules: [{ verbs: ['impersonate'], apiGroups: [''], resources: ['users'] }],
    });
    at.ok('POST', `${path}/clusterrolebindings`, {
      metadata: { name: 'imp' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'imp' },
      subjects: [{ kind: 'User', apiGroup: RBAC, name: 'imp' }],
    });
    mayReadPods(at, { kind: 'User', apiGroup: RBAC, name: 'jane' });
    const user = { name: 'imp', groups: ['system:authenticated'] };
    const ask = (headers: { [name: string]: string }) => at.server.handle({ method: 'GET', path: PODS, headers, user });
    expect(ask(JANE).status).toBe(200);
    const refused = ask({ ...JANE, 'impersonate-group': 'system:masters' });
    expect(refused.status).toBe(403);
    expect((refused.body as JsonObject)['message']).toContain('User "imp" cannot impersonate resource "groups"');
  });

  it('lets nobody act as another without being allowed to', () => {
    const { server } = rbacWorld();
    const response = server.handle({
      method: 'GET',
      path: PODS,
      headers: JANE,
      user: { name: 'bob', groups: ['system:authenticated'] },
    });
    expect((response.body as JsonObject)['message']).toBe(
      'users "jane" is forbidden: User "bob" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });
});

describe('a fault of a kind', () => {
  it('is told as a panic, and the server goes on', () => {
    const at = world([
      plainKind({ kind: 'Namespace', plural: 'namespaces', namespaced: false }),
      plainKind({
        kind: 'ConfigMap',
        plural: 'configmaps',
        validate: () => {
          throw new TypeError('oops');
        },
      }),
    ]);
    expect(at.fails('POST', CONFIG_MAPS, { metadata: { name: 'a' } })).toBe(
      '500 InternalError: Internal error occurred: TypeError: oops',
    );
    expect(at.call('GET', CONFIG_MAPS).status).toBe(200);
  });
});
