import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noRealKubectl } from '../../scripts/real-kubectl.mjs';
import { shell } from './real-scenario.ts';
import { type ServedWorld, serveWorld } from './served-world.ts';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: nginx, image: "nginx:1.25", ports: [{containerPort: 80}]}]
`;

// Where there is no real kubectl (other platforms), these tests say why they did not run.
describe.skipIf(noRealKubectl !== undefined)(`the real kubectl ${noRealKubectl ?? ''}`, () => {
  let served: ServedWorld;
  const run = async (line: string): Promise<string> => {
    const ran = await shell(served, line);
    expect({ line, ...ran }).toMatchObject({ exit: 0 });
    return ran.stdout;
  };
  beforeAll(async () => {
    served = await serveWorld({ files: { 'web.yaml': manifest, 'hello.txt': 'hello\n' } });
  }, 60_000);
  afterAll(() => served.close());

  it('applies, waits, and shows tables', async () => {
    expect(await run('kubectl apply -f web.yaml')).toBe('deployment.apps/web created\n');
    await run('kubectl rollout status deployment/web --timeout=60s');
    expect(await run('kubectl get deployment web')).toMatch(/NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2\/2 +2 +2/);
    expect(await run('kubectl wait --for=condition=Ready pod -l app=web --timeout=30s')).toMatch(/condition met/);
  }, 60_000);

  it('sends protobuf bodies and gets them understood', async () => {
    expect(await run('kubectl create configmap c --from-literal=a=b --from-file=hello.txt')).toBe(
      'configmap/c created\n',
    );
    expect(await run(`kubectl get configmap c -o jsonpath='{.data}'`)).toBe('{"a":"b","hello.txt":"hello\\n"}');
    expect(await run('kubectl auth can-i create pods')).toBe('yes\n');
    expect(await run('kubectl auth whoami -o jsonpath={.status.userInfo.username}')).toBe('kubernetes-admin');
    await run('kubectl create job once --image=busybox -- true && kubectl create quota q --hard=pods=10');
    expect(await run(`kubectl get job once -o jsonpath='{.spec.template.spec.containers[0].command}'`)).toBe(
      '["true"]',
    );
  }, 60_000);

  it('runs commands in containers, with input, errors and exit codes', async () => {
    expect(await run('echo hi | kubectl exec -i deploy/web -- cat')).toBe('hi\n');
    expect(await shell(served, "kubectl exec deploy/web -- sh -c 'echo out; echo err >&2; exit 3'")).toMatchObject({
      exit: 3,
      stdout: 'out\n',
      stderr: 'err\ncommand terminated with exit code 3\n',
    });
    expect(await run('kubectl logs deploy/web | tail -1')).toContain('start worker process');
  }, 60_000);

  it('hears plainly that SPDY is not served, and from the API server why a stream is refused', async () => {
    const old = 'export KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false; kubectl';
    expect((await shell(served, `${old} exec deploy/web -- ls`)).stderr).toBe(
      'error: unable to upgrade connection: SPDY is not served here: use a client that speaks WebSocket (kubectl 1.31 and later do)\n',
    );
    await run(`kubectl run waits --image=nginx --overrides='{"spec":{"nodeSelector":{"no":"where"}}}'`);
    expect((await shell(served, 'kubectl exec waits -- ls')).stderr).toBe(
      'error: unable to upgrade connection: pod waits does not have a host assigned\n',
    );
    await run('kubectl delete pod waits');
  }, 60_000);

  it('copies files both ways', async () => {
    const pod = await run("kubectl get pod -l app=web -o jsonpath='{.items[0].metadata.name}'");
    await run(`kubectl cp hello.txt ${pod}:/tmp/hello.txt`);
    await run(`kubectl cp ${pod}:/tmp/hello.txt back.txt`);
    expect(await run('cat back.txt')).toBe('hello\n');
  }, 60_000);

  it('forwards a port through the tunnel', async () => {
    await run('kubectl expose deployment web --port 80');
    const line =
      'kubectl port-forward service/web :80 > forward.txt & for i in 1 2 3 4 5 6 7 8 9 10; do grep -q Forwarding forward.txt && break; sleep 0.3; done; port=$(sed -n "s/.*127.0.0.1:\\([0-9]*\\) .*/\\1/p" forward.txt); for i in 1 2 3; do curl -s http://127.0.0.1:$port/ | grep title; done; kill %1';
    expect(await run(line)).toBe('<title>Welcome to nginx!</title>\n'.repeat(3));
  }, 60_000);

  it('watches, patches, applies server side, and hears of conflicts', async () => {
    expect(await run('kubectl patch deployment web -p \'{"spec":{"replicas":3}}\'')).toContain('patched');
    expect(await run('kubectl get deployment web --watch --request-timeout=2s | tail -1')).toMatch(/^web/);
    await run('kubectl create namespace other');
    await run('kubectl apply --server-side --namespace other -f web.yaml');
    await run('kubectl --namespace other patch deployment web -p \'{"spec":{"replicas":3}}\'');
    const conflict = await shell(served, 'kubectl apply --server-side --namespace other -f web.yaml');
    expect(conflict).toMatchObject({ exit: 1 });
    expect(conflict.stderr).toMatch(/conflict with "kubectl-patch" using apps\/v1 at \S+: \.spec\.replicas/);
    expect(await run('kubectl apply --server-side --force-conflicts --namespace other -f web.yaml')).toBe(
      'deployment.apps/web serverside-applied\n',
    );
    expect(
      (await shell(served, 'sed "s/replicas: 2/replicas: 1/" web.yaml | kubectl diff --namespace other -f -')).stdout,
    ).toMatch(/^- {2}replicas: 2\n\+ {2}replicas: 1$/m);
  }, 60_000);

  it('refuses what the server refuses, in its words', async () => {
    expect((await shell(served, 'kubectl get pod nobody')).stderr).toBe(
      'Error from server (NotFound): pods "nobody" not found\n',
    );
    expect((await shell(served, 'kubectl create namespace Bad_Name')).stderr).toContain('is invalid: metadata.name');
  }, 60_000);
});

describe.skipIf(noRealKubectl !== undefined)(`the real Helm ${noRealKubectl ?? ''}`, () => {
  it('installs, upgrades, rolls back and uninstalls a chart', async () => {
    const served = await serveWorld();
    try {
      const line =
        'set -e; helm create demo; helm install demo ./demo --wait; helm upgrade demo ./demo --set replicaCount=2; kubectl get deployment demo -o jsonpath={.spec.replicas}; helm rollback demo 1; helm history demo -o json; helm uninstall demo; kubectl get deployment demo --ignore-not-found';
      const ran = await shell(served, line);
      expect(ran).toMatchObject({ exit: 0 });
      expect(ran.stdout).toMatch(/^2Rollback was a success/m);
      expect(ran.stdout).toContain('"description":"Rollback to 1"');
      expect(ran.stdout.trimEnd()).toMatch(/release "demo" uninstalled$/);
    } finally {
      await served.close();
    }
  }, 90_000);
});
