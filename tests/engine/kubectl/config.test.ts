import { expect, test } from 'vitest';
import { terminal } from './terminal.ts';

test('a kubeconfig that is not there yet is made by the commands that write it', () => {
  const learner = terminal();
  learner.ok('kubectl --kubeconfig=new config set-cluster c --server=https://1.2.3.4');
  learner.ok('kubectl --kubeconfig=new config set-context x --cluster=c --user=u');
  expect(learner.ok('kubectl --kubeconfig=new config get-contexts -o name')).toBe('x\n');
  expect(learner.fails('kubectl --kubeconfig=other get pods')).toBe('error: stat other: no such file or directory\n');
});

test('a plugin for credentials is written, a new command forgets the arguments of the old', () => {
  const learner = terminal();
  learner.ok('kubectl config set-credentials u --exec-command=a --exec-arg=x --exec-env=K=V');
  expect(learner.ok('kubectl config view -o jsonpath=\'{.users[?(@.name=="u")].user.exec.args}\'')).toBe('["x"]');
  learner.ok('kubectl config set-credentials u --exec-command=b');
  expect(learner.ok('kubectl config view -o jsonpath=\'{.users[?(@.name=="u")].user.exec.args}\'')).toBe('null');
});

test('a token takes the place of name and password', () => {
  const learner = terminal();
  learner.ok(
    'kubectl config set-credentials u --username=a --password=b && kubectl config set-credentials u --token=t',
  );
  expect(learner.ok('kubectl config view --raw -o jsonpath=\'{.users[?(@.name=="u")].user}\'')).toBe('{"token":"t"}');
});

test('KUBECTL_EXTERNAL_DIFF is run over two folders', () => {
  const learner = terminal({ 'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n' });
  const ran = learner.run("KUBECTL_EXTERNAL_DIFF='ls -1 ;rm' kubectl diff -f cm.yaml");
  expect(ran.out).toMatch(/LIVE-\d+:\nv1\.ConfigMap\.default\.c\n\n.*MERGED-\d+:\nv1\.ConfigMap\.default\.c\n/);
});
