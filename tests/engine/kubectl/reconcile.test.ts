import { expect, test } from 'vitest';
import { terminal } from './terminal.ts';

const role = (verbs: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: default}
rules: [{apiGroups: [""], resources: [pods], verbs: [${verbs}]}]
`;

test('auth reconcile adds what is missing, and takes away what is extra only when asked to', () => {
  const learner = terminal({ 'a.yaml': role('get, list'), 'b.yaml': role('get, watch') });
  expect(learner.run('kubectl auth reconcile -f a.yaml')).toEqual({
    out: 'role.rbac.authorization.k8s.io/r reconciled\n',
    err: '\treconciliation required create\n\tmissing rules added:\n\t\t{Verbs:[get list] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}\n',
    status: 0,
  });
  expect(learner.run('kubectl auth reconcile -f a.yaml').err).toBe('');
  expect(learner.run('kubectl auth reconcile -f b.yaml').err).toContain('{Verbs:[watch] APIGroups:[] Resources:[pods]');
  expect(learner.ok("kubectl get role r -o jsonpath='{.rules[*].verbs}'")).toBe('["get","list"] ["watch"]');
  expect(learner.run('kubectl auth reconcile -f b.yaml --remove-extra-permissions').err).toContain(
    'extra rules removed:\n\t\t{Verbs:[list]',
  );
  expect(learner.ok("kubectl get role r -o jsonpath='{.rules[*].verbs}'")).toBe('["get","watch"]');
});
