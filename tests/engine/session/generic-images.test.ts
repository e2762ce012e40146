import { describe, expect, it } from 'vitest';
import { MapView } from '../../../src/engine/session/map-view.ts';
import { createWorld } from '../../../src/engine/session/world.ts';
import { Learner } from './learner.ts';

const MANIFEST = `
apiVersion: v1
kind: Pod
metadata: {name: probed}
spec:
  initContainers:
  - {name: migrate, image: "ghcr.io/acme/migrate:1.0", command: ["/bin/migrate", "up"]}
  containers:
  - name: app
    image: ghcr.io/acme/app:1.2
    ports: [{containerPort: 8080, name: http}, {containerPort: 9000}]
    readinessProbe: {httpGet: {path: /ready, port: http}}
    livenessProbe: {grpc: {port: 9000}}
    startupProbe: {exec: {command: [/app/check, --fast]}}
  - name: side
    image: ghcr.io/acme/side:1.2
    command: [sh, -c, "prepare --all && exec run-side"]
    readinessProbe: {tcpSocket: {port: 7000}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: nightly}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: c, image: "quay.io/acme/report:7"}]
`;

describe('an image that Skiff does not have', () => {
  const learner = new Learner();
  learner.write('pod.yaml', MANIFEST);
  learner.run('kubectl apply -f pod.yaml');
  learner.wait(40_000);

  it('runs, listens on what is declared and passes every kind of probe', () => {
    expect(learner.run('kubectl get pod probed')).toMatch(/2\/2 +Running +0 /);
    expect(learner.run('kubectl logs probed -c app')).toContain('it listens on 8080, 9000');
    expect(learner.run('kubectl exec probed -c app -- curl -s localhost:8080/hello')).toContain(
      'Generic program in place of ghcr.io/acme/app:1.2',
    );
    expect(learner.run('kubectl logs probed -c side')).toContain('it listens on 7000');
  });

  it('says in describe that it is generic', () => {
    expect(learner.run('kubectl describe pod probed')).toMatch(
      /Warning +GenericImage .*image "ghcr.io\/acme\/app:1.2"/,
    );
  });

  it('ends well as an init container and as a Job', () => {
    expect(learner.run('kubectl logs probed -c migrate')).toContain('it does nothing and ends');
    expect(learner.run('kubectl get job nightly')).toContain('Complete');
  });

  it('is marked on the map', () => {
    const { cluster, columns } = learner.session.world;
    const map = new MapView(cluster.informers, columns, ['pods']);
    learner.run('kubectl label pod probed seen=yes');
    const pod = map.take().find(({ key }) => key === 'pods/default/probed');
    expect(pod?.item?.containers.map(({ generic }) => generic)).toEqual([true, true, true]);
  });

  it('keeps its unknown commands to itself: a typo in exec is still a typo', () => {
    expect(learner.run('kubectl exec probed -c app -- nosuchtool')).toContain('executable file not found in $PATH');
  });

  it('fails to pull when its name is a slip', () => {
    learner.run('kubectl run slip --image=ngnix:1.25');
    learner.wait(5000);
    expect(learner.run('kubectl describe pod slip')).toContain(
      'Failed to pull image "ngnix:1.25": failed to pull and unpack image "docker.io/library/ngnix:1.25": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    );
  });
});

describe('a private image', () => {
  const pod = (secret: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: private-reg}\nspec:\n  containers: [{name: c, image: "janedoe/jdoe-private:v1"}]\n  imagePullSecrets: [{name: ${secret}}]\n`;

  it('is pulled with the secret of its registry', () => {
    const learner = new Learner();
    learner.write('pod.yaml', pod('regcred'));
    expect(
      learner.run(
        'kubectl create secret docker-registry regcred --docker-server=https://index.docker.io/v1/ --docker-username=janedoe --docker-password=xxx --docker-email=j@example.com',
      ),
    ).toContain('secret/regcred created');
    learner.run('kubectl apply -f pod.yaml');
    learner.wait(10_000);
    expect(learner.run('kubectl get pod private-reg')).toMatch(/1\/1 +Running/);
  });

  it('is denied without it, with the kubelet’s word that the secret is missing', () => {
    const learner = new Learner();
    learner.write('pod.yaml', pod('nosecret'));
    learner.run('kubectl apply -f pod.yaml');
    learner.wait(10_000);
    const described = learner.run('kubectl describe pod private-reg');
    expect(described).toContain(
      'Unable to retrieve some image pull secrets (nosecret); attempting to pull the image may not succeed.',
    );
    expect(described).toContain('insufficient_scope: authorization failed');
  });

  it('of a registry that the cluster declares wants that registry’s own credentials', () => {
    const world = createWorld({
      seed: 7,
      startMs: Date.UTC(2026, 0, 5, 9),
      workers: 1,
      systemPods: false,
      files: {},
      jq: () => undefined,
      registries: [{ host: 'registry.shop.io', username: 'ann', password: 'secret' }],
    });
    const events = (password: string): readonly string[] => {
      const auth = Buffer.from(
        JSON.stringify({ auths: { 'registry.shop.io': { username: 'ann', password } } }),
      ).toString('base64');
      const client = world.cluster.server.client('test', { name: 'admin', groups: ['system:masters'] });
      client.create('secrets', 'default', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: `cred-${password}` },
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': auth },
      } as never);
      client.create('pods', 'default', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `p-${password}` },
        spec: {
          containers: [{ name: 'c', image: 'registry.shop.io/app:1' }],
          imagePullSecrets: [{ name: `cred-${password}` }],
        },
      } as never);
      world.clock.runUntil(world.clock.nowMs() + 10_000);
      return world.cluster.informers
        .list('events', 'default')
        .map(
          (event) =>
            event as unknown as { readonly message: string; readonly involvedObject: { readonly name: string } },
        )
        .filter(({ involvedObject }) => involvedObject.name === `p-${password}`)
        .map(({ message }) => message);
    };
    expect(events('guess').join('\n')).toContain('401 Unauthorized');
    expect(events('secret').join('\n')).toContain('Successfully pulled image "registry.shop.io/app:1"');
  });
});
