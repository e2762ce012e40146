import { beforeAll, describe, expect, test } from 'vitest';
import { Learner } from './learner.ts';

let learner: Learner;

beforeAll(() => {
  learner = new Learner().does(
    'kubectl create serviceaccount robot',
    'kubectl create role reader --verb=get,list --resource=pods,pods/log',
    'kubectl create rolebinding reads --role=reader --serviceaccount=default:robot',
  );
});

describe('kubectl auth can-i', () => {
  test.each([
    ['kubectl auth can-i create deployments', 'yes\n', 0],
    ["kubectl auth can-i '*' '*'", 'yes\n', 0],
    ['kubectl auth can-i get /healthz', 'yes\n', 0],
    ['kubectl auth can-i get pods --as=system:serviceaccount:default:robot', 'yes\n', 0],
    ['kubectl auth can-i get pods --subresource=log --as=system:serviceaccount:default:robot', 'yes\n', 0],
    ['kubectl auth can-i delete pods --as=system:serviceaccount:default:robot', 'no\n', 1],
    ['kubectl auth can-i get pods -n kube-system --as=system:serviceaccount:default:robot', 'no\n', 1],
    ['kubectl auth can-i get pods -q --as=jane', '', 1],
  ])('%s', (line, out, exit) => {
    expect(learner.run(line)).toMatchObject({ out, exit });
  });

  test('lists what somebody may do', () => {
    const { out } = learner.run('kubectl auth can-i --list --as=system:serviceaccount:default:robot');
    expect(out).toMatch(/^Resources +Non-Resource URLs +Resource Names +Verbs\n/);
    expect(out).toMatch(/^pods +\[\] +\[\] +\[get list\]$/m);
  });

  test.each([
    ['kubectl auth can-i get nodes', "Warning: resource 'nodes' is not namespace scoped\n\n"],
    ['kubectl auth can-i get nosuch', "Warning: the server doesn't have a resource type 'nosuch'\n\n"],
    ['kubectl auth can-i get', 'error: you must specify two arguments: verb resource or verb resource/resourceName.\n'],
  ])('%s is commented on', (line, words) => {
    expect(learner.run(line).err).toContain(words);
  });
});

describe('kubectl auth whoami', () => {
  test('tells the name and groups of the one who asks', () => {
    const { out } = learner.run('kubectl auth whoami');
    expect(out).toContain('ATTRIBUTE');
    expect(out).toMatch(/^Username +kubernetes-admin$/m);
  });

  test('tells whom somebody pretends to be', () => {
    expect(learner.run('kubectl auth whoami --as=jane --as-group=devs').out).toBe(
      'ATTRIBUTE   VALUE\nUsername    jane\nGroups      [devs system:authenticated]\n',
    );
  });
});
