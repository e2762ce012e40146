import { describe, expect, it } from 'vitest';
import { Learner } from './learner.ts';

/** A learner whose page notes what it is told of edits. */
function withPage(): { ann: Learner; told: string[] } {
  const ann = new Learner();
  const told: string[] = [];
  ann.listen({
    edit: (edit, path) => told.push(`${edit} ${path}`),
    editEnded: (edit) => told.push(`${edit} ended`),
  });
  return { ann, told };
}

describe('a file that a program wants edited', () => {
  it('goes back to the program, and is not said to have ended', () => {
    const { ann, told } = withPage();
    ann.session.apply({ do: 'run', terminal: 1, line: 'vi notes.txt' });
    ann.wait(2_000);
    ann.session.apply({ do: 'edited', edit: 1, content: 'ahoy\n' });
    ann.wait(2_000);
    expect(told).toEqual(['1 /home/learner/notes.txt']);
    expect(ann.read('notes.txt')).toBe('ahoy\n');
  });

  it('is waited for no more when its program was ended by Ctrl-C, and the page is told so', () => {
    const { ann, told } = withPage();
    ann.run('kubectl create configmap settings --from-literal=a=1');
    ann.session.apply({ do: 'run', terminal: 1, line: 'kubectl edit configmap settings' });
    ann.wait(2_000);
    expect(told).toHaveLength(1);
    ann.type('\x03');
    expect(told.at(-1)).toBe('1 ended');
    ann.session.apply({ do: 'edited', edit: 1, content: 'kind: ConfigMap\n' });
    expect(ann.run('kubectl get configmap settings')).toContain('settings');
  });
});
