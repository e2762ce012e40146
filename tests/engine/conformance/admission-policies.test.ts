import { describe, expect, it } from 'vitest';
import { type Loose, MERGE, type Suite, suite } from './suite.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';

function deployment(name: string, replicas: number): Loose {
  const template = {
    metadata: { labels: { app: 'nginx' } },
    spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
  };
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: { app: 'nginx' } }, template } };
}

/** A policy for Deployments of the test's namespace, bound. */
function bind({ ok, namespace }: Suite, spec: Loose, actions = ['Deny']): void {
  const rule = {
    apiGroups: ['apps'],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: ['deployments'],
  };
  const namespaceSelector = { matchLabels: { [namespace]: 'true' } };
  ok('POST', `${GROUP}/validatingadmissionpolicies`, {
    metadata: { name: 'p.policy.example.com' },
    spec: { matchConstraints: { namespaceSelector, resourceRules: [rule] }, ...spec },
  });
  ok('POST', `${GROUP}/validatingadmissionpolicybindings`, {
    metadata: { name: 'b.binding.example.com' },
    spec: { policyName: 'p.policy.example.com', matchResources: { namespaceSelector }, validationActions: actions },
  });
}

describe('validating admission policies', () => {
  it('validate against a Deployment, and against nothing else', () => {
    const test = suite();
    bind(test, {
      validations: [
        {
          expression: 'object.spec.replicas > 1',
          messageExpression: "'wants replicas > 1, got ' + object.spec.replicas",
        },
      ],
    });
    const { ok, fails, namespace, run } = test;
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    expect(fails('POST', deployments, deployment('marker-deployment', 1))).toBe(
      `422 Invalid: deployments.apps "marker-deployment" is forbidden: ValidatingAdmissionPolicy 'p.policy.example.com' with binding 'b.binding.example.com' denied request: failed expression: object.spec.replicas > 1`,
    );
    ok('POST', deployments, deployment('replicated', 2));
    run(1000);
    expect(fails('PATCH', `${deployments}/replicated`, { spec: { replicas: 1 } }, MERGE)).toMatch(/^422 Invalid/);
    ok('POST', `/apis/apps/v1/namespaces/${namespace}/replicasets`, deployment('non-replicated', 1));
    ok('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('elsewhere', 1));
    ok('DELETE', `${GROUP}/validatingadmissionpolicies/p.policy.example.com`);
    ok('POST', deployments, deployment('free', 1));
  });

  it('let expressions refer to variables', () => {
    const test = suite();
    bind(test, {
      variables: [
        { name: 'replicas', expression: 'object.spec.replicas' },
        { name: 'oddReplicas', expression: 'variables.replicas % 2 == 1' },
      ],
      validations: [
        { expression: 'variables.replicas > 1' },
        { expression: 'variables.oddReplicas', message: 'an odd number', reason: 'Forbidden' },
      ],
    });
    const deployments = `/apis/apps/v1/namespaces/${test.namespace}/deployments`;
    expect(test.fails('POST', deployments, deployment('marker', 1))).toContain(
      'failed expression: variables.replicas > 1',
    );
    expect(test.fails('POST', deployments, deployment('even', 4))).toMatch(/^403 Forbidden: .*an odd number$/);
    test.ok('POST', deployments, deployment('odd', 3));
  });

  it('warn, where that is all they are asked for, and fail open where they say so', () => {
    const test = suite();
    bind(test, { validations: [{ expression: 'object.spec.replicas > 1', message: 'more' }] }, ['Warn']);
    const deployments = `/apis/apps/v1/namespaces/${test.namespace}/deployments`;
    expect(test.call('POST', deployments, deployment('one', 1)).warnings).toContain(
      "Validation failed for ValidatingAdmissionPolicy 'p.policy.example.com' with binding 'b.binding.example.com': more",
    );
    const open = suite();
    bind(open, { failurePolicy: 'Ignore', validations: [{ expression: 'object.spec.nothing > 1' }] });
    open.ok('POST', deployments, deployment('one', 1));
    const closed = suite();
    bind(closed, { validations: [{ expression: 'object.spec.nothing > 1' }] });
    expect(closed.fails('POST', deployments, deployment('one', 1))).toContain(
      "expression 'object.spec.nothing > 1' resulted in error: no such key: nothing",
    );
  });

  it('read parameters', () => {
    const test = suite();
    const { ok, fails, namespace } = test;
    ok('POST', `/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name: 'limits' }, data: { most: '3' } });
    bind(test, {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      validations: [{ expression: 'object.spec.replicas <= int(params.data.most)' }],
    });
    const binding = `${GROUP}/validatingadmissionpolicybindings/b.binding.example.com`;
    ok('PATCH', binding, { spec: { paramRef: { name: 'limits', parameterNotFoundAction: 'Deny' } } }, MERGE);
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    ok('POST', deployments, deployment('few', 3));
    expect(fails('POST', deployments, deployment('many', 4))).toContain('failed expression');
  });

  it('and webhooks are refused with expressions that are none', () => {
    const { fails } = suite();
    expect(
      fails('POST', `${GROUP}/validatingadmissionpolicies`, {
        metadata: { name: 'p' },
        spec: { validations: [{ expression: 'object.spec.' }] },
      }),
    ).toContain(
      'spec.validations[0].expression: Invalid value: "object.spec.": compilation failed: ERROR: <input>:1:13: Syntax error',
    );
    expect(
      fails('POST', `${GROUP}/validatingwebhookconfigurations`, {
        metadata: { name: 'w' },
        webhooks: [
          {
            name: 'a.b.c',
            clientConfig: { url: 'https://x.example' },
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
            matchConditions: [{ name: 'invalid', expression: '... [] bad expression' }],
          },
        ],
      }),
    ).toContain('compilation failed');
  });
});
