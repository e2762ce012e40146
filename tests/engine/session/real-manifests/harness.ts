import { readFileSync } from 'node:fs';
import { Learner } from '../learner.ts';

/** A learner with one manifest of tests/fixtures/manifests applied. */
export function applied(name: string): { readonly learner: Learner; readonly answer: string } {
  const learner = new Learner();
  learner.write('manifest.yaml', readFileSync(`tests/fixtures/manifests/${name}.yaml`, 'utf8'));
  return { learner, answer: learner.run('kubectl apply -f manifest.yaml') };
}

/** The lines of `kubectl get pods`. */
export function pods(learner: Learner): readonly (readonly string[])[] {
  return learner
    .run('kubectl get pods --no-headers')
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/))
    .filter(([, ready = '']) => /^\d+\/\d+$/.test(ready));
}

/** Pods that are not wholly ready. */
export function unready(learner: Learner): readonly string[] {
  return pods(learner)
    .filter(([, ready = '', status]) => status !== 'Running' || ready.split('/')[0] !== ready.split('/')[1])
    .map((row) => row.join(' '));
}

/** What the API server or kubectl refused while applying. */
export function refusals(answer: string): readonly string[] {
  return answer
    .split('\n')
    .filter((line) => /^error|is invalid|forbidden|no matches for kind|unknown field/i.test(line));
}
