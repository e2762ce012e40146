import { describe, expect, it } from 'vitest';
import { metricsServerManifest } from '../../../src/engine/runtime/metrics-server/manifest.ts';
import { Learner } from '../session/learner.ts';

const METRICS_SERVER = metricsServerManifest('v0.8.0');

function withMetrics(): Learner {
  const ann = new Learner();
  ann.write('metrics.yaml', METRICS_SERVER);
  ann.run('kubectl apply -f metrics.yaml');
  ann.wait(60_000);
  return ann;
}

describe('a cluster without a metrics server', () => {
  it('has no metrics API', () => {
    expect(new Learner().run('kubectl top nodes')).toContain('error: Metrics API not available');
  });
});

describe('a metrics server that the learner installs', () => {
  it('comes from the address of its releases, which need no network', () => {
    const ann = new Learner();
    const releases = 'https://github.com/kubernetes-sigs/metrics-server/releases';
    expect(ann.run(`kubectl apply -f ${releases}/latest/download/components.yaml`)).toContain(
      'deployment.apps/metrics-server created',
    );
    ann.wait(60_000);
    expect(ann.run('kubectl top nodes')).toMatch(/worker-1 +\d+m/);
    expect(ann.run(`kubectl apply -f ${releases}/download/v9.9.9/components.yaml`)).toContain('error');
  });

  it('is not available until it is ready, and says so', () => {
    const ann = new Learner();
    ann.write('metrics.yaml', METRICS_SERVER);
    expect(ann.run('kubectl apply -f metrics.yaml')).toContain(
      'apiservice.apiregistration.k8s.io/v1beta1.metrics.k8s.io created',
    );
    ann.wait(5000);
    expect(ann.run('kubectl get apiservice v1beta1.metrics.k8s.io')).toContain('False (MissingEndpoints)');
    expect(ann.run('kubectl top nodes')).toContain(
      'Error from server (ServiceUnavailable): the server is currently unable to handle the request (get nodes.metrics.k8s.io)',
    );
    ann.wait(55_000);
    expect(ann.run('kubectl get apiservice v1beta1.metrics.k8s.io')).toMatch(/kube-system\/metrics-server +True/);
    expect(ann.run('kubectl top nodes')).toMatch(/worker-1 +\d+m +\d+% +\d+Mi +\d+%/);
  });

  it('answers top for pods, by container, sorted and summed', () => {
    const ann = withMetrics();
    ann.run('kubectl run busy --image=busybox -- sh -c "while true; do :; done"');
    ann.run('kubectl run big --image=polinux/stress -- stress --vm 1 --vm-bytes 200M --vm-hang 0');
    ann.wait(45_000);
    expect(ann.run('kubectl top pods')).toMatch(/big +0m +20[01]Mi\s+busy +100[0-9]m +0Mi/);
    expect(ann.run('kubectl top pods --sort-by=cpu --no-headers')).toMatch(/busy [^\n]*\nbig/);
    expect(ann.run('kubectl top pod busy --containers')).toMatch(
      /POD +NAME +CPU\(cores\) +MEMORY\(bytes\)\s+busy +busy +100\dm/,
    );
    expect(ann.run('kubectl top pods --sum')).toMatch(/________ +________\s+100\dm +20\dMi/);
    expect(ann.run('kubectl top pods -A')).toMatch(/kube-system +kube-apiserver-control-plane +\d\dm +\d+Mi/);
    expect(ann.run('kubectl top pods -l run=big --no-headers')).not.toContain('busy');
    expect(ann.run('kubectl get podmetrics busy -o yaml')).toMatch(/usage:\s+cpu: 1\d+n\s+memory: \d+Ki/);
  });

  it('has no figures of a pod that is too young', () => {
    const ann = withMetrics();
    ann.run('kubectl run young --image=nginx');
    ann.run('kubectl wait --for=condition=Ready pod/young');
    expect(ann.run('kubectl top pod young')).toContain(
      'Error from server (NotFound): podmetrics.metrics.k8s.io "default/young" not found',
    );
  });

  it('takes the API away when it goes', () => {
    const ann = withMetrics();
    ann.run('kubectl delete -f metrics.yaml');
    ann.wait(5000);
    expect(ann.run('kubectl top nodes')).toContain('error: Metrics API not available');
  });
});
