import { beforeAll, describe, expect, it } from 'vitest';
import { Learner } from '../../session/learner.ts';

describe("busybox's httpd", () => {
  const learner = new Learner();
  beforeAll(() => {
    learner.run(
      "kubectl run web --image=busybox:1.36 -- sh -c 'mkdir -p /www/sub; echo hello > /www/index.html; echo deep > /www/sub/a.txt; exec httpd -f -v -p 8080 -h /www'",
    );
    learner.run(
      "kubectl run back --image=busybox:1.36 -- sh -c 'echo behind > /tmp/index.html; httpd -h /tmp; sleep 3600'",
    );
    learner.run('kubectl run asker --image=busybox:1.36 -- sleep 3600');
    learner.wait(10_000);
  });
  const ask = (path: string, pod = 'web', port = 8080): string =>
    learner.run(
      `kubectl exec asker -- wget -S -qO- http://$(kubectl get pod ${pod} -o jsonpath='{.status.podIP}'):${port}${path}`,
    );

  it('serves the files of its folder', () => {
    expect(ask('/')).toMatch(/HTTP\/1\.1 200 OK[\s\S]*Content-type: text\/html[\s\S]*\nhello/);
    expect(ask('/sub/a.txt')).toContain('deep');
  });

  it('says what it does not find, and sends to folders', () => {
    expect(ask('/none')).toContain('404 Not Found');
    expect(ask('/sub')).toContain('404 Not Found');
    expect(learner.run('kubectl logs web')).toMatch(/\n\[::ffff:10\.244\.\d+\.\d+\]:\d+: response:200\n/);
    expect(learner.run('kubectl logs web')).toContain(': response:302\n');
  });

  it('goes into the background without -f', () => {
    expect(ask('/', 'back', 80)).toContain('behind');
    expect(learner.run('kubectl exec back -- ps')).toContain('httpd -h /tmp');
  });

  it('is deaf to SIGTERM as the first process of a container', () => {
    learner.run('kubectl delete pod web --wait=false');
    learner.wait(20_000);
    expect(learner.run('kubectl get pod web')).toContain('Terminating');
    learner.wait(15_000);
    expect(learner.run('kubectl get pod web')).toContain('not found');
  });

  it('refuses what it does not know, and is not there in Alpine', () => {
    expect(learner.run('kubectl exec asker -- httpd -f -h /nowhere')).toContain(
      "httpd: can't change directory to '/nowhere': No such file or directory",
    );
    expect(learner.run('kubectl exec asker -- httpd -c /etc/httpd.conf')).toContain('-c is not simulated by Skiff');
    learner.run('kubectl run alp --image=alpine:3.20 -- sleep 3600');
    learner.wait(5000);
    expect(learner.run('kubectl exec alp -- sh -c httpd')).toContain('not found');
  });
});
