import { describe, expect, it } from 'vitest';
import { Learner } from './learner.ts';

function reader(ann: Learner, once: boolean): void {
  ann.write(
    'reader.yaml',
    `apiVersion: v1
kind: Pod
metadata: {name: reader}
spec:
  restartPolicy: Never
  containers: [{name: c, image: busybox, command: [cat], stdin: true, stdinOnce: ${once}}]
`,
  );
  ann.run('kubectl apply -f reader.yaml');
  ann.run('kubectl wait --for=condition=Ready pod/reader --timeout=60s');
}

describe('the input of a container', () => {
  it('ends with the first who attached where it says so', () => {
    const ann = new Learner();
    reader(ann, true);
    expect(ann.run('echo hello | kubectl attach -i reader')).toContain('hello');
    ann.wait(3000);
    expect(ann.run('kubectl get pod reader')).toContain('Completed');
  });

  it('stays open for the next one otherwise', () => {
    const ann = new Learner();
    reader(ann, false);
    ann.run('timeout 2 sh -c "echo one | kubectl attach -i reader"');
    ann.wait(3000);
    expect(ann.run('kubectl get pod reader')).toContain('Running');
    expect(ann.run('kubectl logs reader')).toContain('one');
  });

  it('lets go of who attached when theirs ends, where it stays open', () => {
    const ann = new Learner();
    const said = ann.run(
      'printf "abcd1234\\n" | kubectl run open --image=busybox --restart=OnFailure --attach=true --leave-stdin-open=true --stdin -- sh -c "cat && echo stdin closed"; echo over $?',
    );
    expect(said).toContain('over 0');
    expect(ann.run('kubectl get pod open')).toContain('Running');
    expect(ann.run('kubectl logs open')).toContain('\nabcd1234\n');
    ann.run('printf "two\\n" | kubectl attach -i open');
    expect(ann.run('kubectl logs open')).toContain('\nabcd1234\ntwo\n');
  });

  it('needs no warning where kubectl run -i asks for it', () => {
    const ann = new Learner();
    const said = ann.run('echo hi | kubectl run once --image=busybox -i --rm --restart=Never -- cat');
    expect(said).not.toContain('Skiff does not simulate');
    expect(said).toContain('hi');
  });
});
