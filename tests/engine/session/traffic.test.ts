import { beforeEach, describe, expect, it } from 'vitest';
import { LEARNER, TrafficView } from '../../../src/engine/session/traffic-view.ts';
import { Learner } from './learner.ts';

let learner: Learner;
let view: TrafficView;

beforeEach(() => {
  learner = new Learner();
  learner.run('kubectl create deployment web --image=nginx:1.25');
  learner.run('kubectl expose deployment web --port=80 --type=NodePort');
  learner.run('kubectl run client --image=busybox:1.36 -- sleep 1000');
  learner.run('kubectl wait --for=condition=Ready pod --all --timeout=60s');
  view = new TrafficView();
  learner.session.world.cluster.network.onConnection(view.add);
});

describe('traffic on the map', () => {
  it('tells who called which Service and which pod answered', () => {
    learner.run('kubectl exec client -- wget -qO- -T 2 http://web');
    const { flows, more } = view.take();
    expect(more).toBe(0);
    expect(flows).toMatchObject([
      { from: 'pods/default/client', through: ['services/default/web'], outcome: 'answered', n: 1 },
    ]);
    expect(flows[0]?.to).toMatch(/^pods\/default\/web-/);
    expect(view.take().flows).toEqual([]);
  });

  it('counts what goes the same way', () => {
    learner.run('for i in 1 2 3; do kubectl exec client -- wget -qO- -T 2 http://web; done');
    expect(view.take().flows).toMatchObject([{ n: 3 }]);
  });

  it('tells of the learner through a node port, and of a refusal without pods behind it', () => {
    const port = learner.run("kubectl get service web -o jsonpath='{.spec.ports[0].nodePort}'").match(/3\d{4}/)?.[0];
    learner.run(`curl -s 172.30.0.3:${port}`);
    learner.run('kubectl scale deployment web --replicas=0');
    learner.wait(40_000);
    learner.run(`curl -s 172.30.0.3:${port}`);
    expect(view.take().flows).toMatchObject([
      { from: LEARNER, through: ['nodes//worker-1', 'services/default/web'], outcome: 'answered' },
      { from: LEARNER, through: ['nodes//worker-1', 'services/default/web'], to: undefined, outcome: 'refused' },
    ]);
  });

  it('says that a policy dropped it', () => {
    learner.write(
      'deny.yaml',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n',
    );
    learner.run('kubectl apply -f deny.yaml');
    learner.run('kubectl exec client -- wget -qO- -T 2 http://web');
    expect(view.take().flows).toMatchObject([{ outcome: 'silence', why: 'policy' }]);
  });

  it('leaves out probes and machines that call themselves, and counts what is too much', () => {
    learner.run('curl -s localhost:81');
    learner.wait(60_000);
    expect(view.take().flows).toEqual([]);
    for (let port = 1; port <= 40; port++)
      view.add({
        atMs: 0,
        protocol: 'TCP',
        from: { is: 'outside' },
        address: '172.30.0.3',
        port,
        entry: 'machine',
        outcome: 'refused',
      });
    const { flows, more } = view.take();
    expect([flows.length, more]).toEqual([32, 8]);
  });
});
