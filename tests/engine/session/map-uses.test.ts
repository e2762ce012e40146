import { describe, expect, it } from 'vitest';
import type { MapItem } from '../../../src/engine/session/map-item.ts';
import { MapView } from '../../../src/engine/session/map-view.ts';
import { Learner } from './learner.ts';

function mapOf(learner: Learner): ReadonlyMap<string, MapItem> {
  const { cluster, columns } = learner.session.world;
  const view = new MapView(cluster.informers, columns, cluster.resourceKeys);
  const items = view.take().flatMap(({ item }) => (item === undefined ? [] : [item]));
  view.dispose();
  return new Map(items.map((item) => [item.key, item]));
}

describe('what the map knows of relations', () => {
  it('a pod names the ConfigMaps, Secrets and claims that it needs, however it takes them', () => {
    const learner = new Learner();
    learner.write(
      'pod.yaml',
      `apiVersion: v1
kind: Pod
metadata: {name: eats}
spec:
  imagePullSecrets: [{name: registry}]
  volumes:
  - {name: a, configMap: {name: mounted}}
  - {name: b, secret: {secretName: keys}}
  - {name: c, persistentVolumeClaim: {claimName: data}}
  - name: d
    projected: {sources: [{configMap: {name: projected}}, {secret: {name: token}}]}
  containers:
  - name: main
    image: nginx:1.25
    envFrom: [{configMapRef: {name: all}}]
    env:
    - {name: A, valueFrom: {secretKeyRef: {name: keys, key: a}}}
    - {name: B, valueFrom: {configMapKeyRef: {name: one, key: b}}}
`,
    );
    learner.run('kubectl apply -f pod.yaml');
    expect(mapOf(learner).get('pods/default/eats')?.uses).toEqual([
      'configmaps/default/mounted',
      'secrets/default/keys',
      'persistentvolumeclaims/default/data',
      'configmaps/default/projected',
      'secrets/default/token',
      'configmaps/default/all',
      'configmaps/default/one',
      'secrets/default/registry',
    ]);
  });

  it('a pod that names nothing has nothing: the root certificate is nobody’s choice', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25');
    expect(mapOf(learner).get('pods/default/web')).not.toHaveProperty('uses');
  });

  it('a claim names its volume once it is bound, and an Ingress its Services and hosts', () => {
    const learner = new Learner();
    learner.write(
      'all.yaml',
      `apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: '', hostPath: {path: /data}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: '', resources: {requests: {storage: 1Gi}}}
`,
    );
    learner.run('kubectl apply -f all.yaml');
    learner.run(
      'kubectl create ingress shop --rule="shop.example/*=web:80" --rule="shop.example/api*=api:80,tls=cert"',
    );
    learner.wait(10_000);
    const map = mapOf(learner);
    expect(map.get('persistentvolumeclaims/default/data')).toMatchObject({
      status: 'Bound',
      tone: 'ok',
      uses: ['persistentvolumes//disk'],
    });
    expect(map.get('persistentvolumes//disk')).toMatchObject({ status: 'Bound' });
    expect(map.get('ingresses.networking.k8s.io/default/shop')).toMatchObject({
      status: 'shop.example',
      tone: 'waiting',
      uses: ['services/default/web', 'services/default/api', 'secrets/default/cert'],
    });
  });
});
