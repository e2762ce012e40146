import { describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const complete = (line: string, prepare: readonly string[] = []): readonly string[] => {
  const { ok } = terminal();
  for (const each of prepare) ok(each);
  return ok(`kubectl __complete ${line}`)
    .split('\n')
    .filter((word) => word !== '');
};

describe('completion', () => {
  it('knows verbs, kinds and flags', () => {
    expect(complete('des')).toEqual(['describe']);
    expect(complete('create de')).toEqual(['deployment']);
    expect(complete('get name')).toEqual(['namespaces']);
    expect(complete('get pods --all-n')).toEqual(['--all-namespaces']);
    expect(complete('get pods -o js')).toEqual(['json', 'jsonpath=']);
  });

  it('knows names, contexts and namespaces', () => {
    const cms = ['kubectl create cm alpha', 'kubectl create cm beta'];
    expect(complete('get cm a', cms)).toEqual(['alpha']);
    expect(complete('describe cm/b', cms)).toEqual(['cm/beta']);
    expect(complete('-n kube-s')).toEqual(['kube-system']);
    expect(complete("-n kube-system get cm ''")).toEqual(['kube-root-ca.crt']);
    expect(complete('config use-context kube')).toEqual(['kubernetes-admin@kubernetes']);
    expect(complete('cordon work')).toEqual(['worker-1', 'worker-2']);
  });

  it('gives nothing rather than an error', () => {
    expect(complete('get nosuchkind x')).toEqual([]);
    expect(complete('nosuch x')).toEqual([]);
  });
});

describe('the terminal', () => {
  it('completes through the same, and goes on after = and /', () => {
    const { world } = terminal();
    const completer = world.completers.get('kubectl');
    expect(completer?.(['kubectl', 'get', 'nod'])).toEqual([{ text: 'nodes', final: true }]);
    expect(completer?.(['kubectl', 'get', 'pods', '--name'])).toEqual([
      {
        text: '--namespace=',
        description: 'If present, the namespace scope for this CLI request',
        final: false,
      },
    ]);
    expect(completer?.(['kubectl', 'cord'])).toEqual([
      { text: 'cordon', description: 'Mark node as unschedulable', final: true },
    ]);
    expect(completer?.(['kubectl', 'apply', '-f', 'x'])).toBeUndefined();
  });
});
