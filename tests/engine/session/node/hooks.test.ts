import { describe, expect, it } from 'vitest';
import { Learner } from '../learner.ts';

const pod = (lifecycle: string) => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
  - name: web
    image: nginx:1.25
    lifecycle: ${lifecycle}
`;

describe('a lifecycle hook', () => {
  it('of kind tcpSocket is accepted and fails when it runs, as no kubelet runs one', () => {
    const learner = new Learner();
    learner.write('pod.yaml', pod('{ postStart: { tcpSocket: { port: 80 } } }'));
    expect(learner.run('kubectl apply -f pod.yaml')).toContain('pod/web created');
    learner.wait(3000);
    expect(learner.run('kubectl get events --field-selector involvedObject.name=web')).toMatch(
      /FailedPostStartHook[\s\S]*PostStartHook failed/,
    );
    expect(learner.run('kubectl get pod web')).toMatch(/0\/1/);
  });
});
