import { beforeEach, describe, expect, it } from 'vitest';
import { offers } from '../../../../src/engine/session/browse/offers.ts';
import type { Hop, Page } from '../../../../src/engine/session/browse/page.ts';
import { readJournal } from '../../../../src/engine/session/journal.ts';
import { Session } from '../../../../src/engine/session/session.ts';
import { Learner } from '../learner.ts';

let learner: Learner;
let page: Page | undefined;

beforeEach(() => {
  learner = new Learner();
  page = undefined;
  learner.listen({
    page: (_, found) => {
      page = found;
    },
  });
});

/** Opens an address and waits for what comes of it. */
function browse(url: string): Page {
  page = undefined;
  learner.session.apply({ do: 'browse', visit: 1, url });
  learner.wait(60_000);
  if (page === undefined) throw new Error('the visit did not end');
  return page;
}

function web(type: string): void {
  learner.run('kubectl create deployment web --image=nginx:1.25');
  learner.run(`kubectl expose deployment web --port=80 --type=${type}`);
  learner.run('kubectl wait --for=condition=Available deployment/web --timeout=60s');
  learner.wait(2000);
}

const nodePort = (): string =>
  learner.run("kubectl get service web -o jsonpath='{.spec.ports[0].nodePort}'").match(/3\d{4}/)?.[0] ?? '';
const podKey = (): string =>
  `pods/default/${learner.run("kubectl get pods -l app=web -o jsonpath='{.items[0].metadata.name}'").match(/web-\w+-\w+/)?.[0]}`;
const refusal = (found: Page) => (found.result.is === 'refusal' ? found.result.why : found.result.status);
const connections = (hops: readonly Hop[]) => hops.filter((hop) => hop.is === 'connection');

describe('the browser pane', () => {
  it('shows what nginx answers at a node port, and the hops there; nginx logs it', () => {
    web('NodePort');
    const found = browse(`worker-1:${nodePort()}`);
    expect(found.result).toMatchObject({ is: 'answer', status: 200, contentType: 'text/html', cut: false });
    expect(found.result.is === 'answer' && found.result.body).toContain('Welcome to nginx!');
    expect(found.hops).toMatchObject([
      { is: 'name', host: 'worker-1', of: 'nodes//worker-1' },
      {
        is: 'connection',
        from: 'learner',
        entry: 'node-port',
        through: ['nodes//worker-1', 'services/default/web'],
        to: podKey(),
        toPort: 80,
        outcome: 'answered',
      },
    ]);
    expect(learner.run('kubectl logs deployment/web')).toContain('Mozilla/5.0 (Skiff)');
  });

  it('says of a Service without ready pods that the connection is refused', () => {
    web('NodePort');
    const port = nodePort();
    learner.run('kubectl scale deployment web --replicas=0');
    learner.wait(40_000);
    const found = browse(`worker-1:${port}`);
    expect(refusal(found)).toBe('refused');
    expect(connections(found.hops)).toMatchObject([
      { through: ['nodes//worker-1', 'services/default/web'], to: undefined },
    ]);
  });

  it('reaches no ClusterIP and no pod from outside, and says why', () => {
    web('ClusterIP');
    const address = learner
      .run("kubectl get service web -o jsonpath='{.spec.clusterIP}'")
      .match(/10\.\d+\.\d+\.\d+/)?.[0];
    const found = browse(`${address}`);
    expect(refusal(found)).toBe('timeout');
    expect(connections(found.hops)).toMatchObject([{ outcome: 'silence', why: 'unreachable-from-outside' }]);
    const pod = learner.run("kubectl get pods -o jsonpath='{.items[0].status.podIP}'").match(/10\.244\.\d+\.\d+/)?.[0];
    expect(connections(browse(`${pod}`).hops)).toMatchObject([{ why: 'unreachable-from-outside' }]);
  });

  it('is refused by a node where nobody listens, and gets no answer from one that is cut off', () => {
    expect(refusal(browse('http://worker-1:31999/'))).toBe('refused');
    learner.session.apply({ do: 'fault', fault: { kind: 'cut-node', node: 'worker-1' } });
    const found = browse('http://worker-1:31999/');
    expect(refusal(found)).toBe('timeout');
    expect(connections(found.hops)).toMatchObject([{ why: 'cut' }]);
  });

  it('finds no name that nothing has, and opens nothing but the web', () => {
    expect(refusal(browse('nowhere.example'))).toBe('unknown-name');
    expect(refusal(browse('javascript:alert(1)'))).toBe('bad-address');
    expect(refusal(browse('https://worker-1:31999'))).toBe('refused');
  });

  it('goes through a port-forward into the pod, as kubectl says in the terminal', () => {
    web('ClusterIP');
    expect(refusal(browse('localhost:8080'))).toBe('refused');
    learner.session.apply({ do: 'run', terminal: 1, line: 'kubectl port-forward service/web 8080:80' });
    learner.wait(2000);
    expect(offers(learner.session.world.cluster)).toContainEqual({
      url: 'http://localhost:8080/',
      kind: 'port-forward',
      object: '',
    });
    const found = browse('localhost:8080');
    expect(found.result).toMatchObject({ is: 'answer', status: 200 });
    expect(found.hops.at(-1)).toMatchObject({ is: 'port-forward', port: 8080, to: podKeyOf(), toPort: 80 });
  });

  function podKeyOf(): string {
    const [pod] = learner.session.world.cluster.informers
      .list('pods')
      .filter(({ metadata }) => metadata.labels?.['app'] === 'web');
    return `pods/default/${pod?.metadata.name}`;
  }

  it('opens the host of an Ingress: name, controller, rule, pod; and 503 once the pods are gone', () => {
    web('ClusterIP');
    learner.run(
      'kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.15.1/deploy/static/provider/baremetal/deploy.yaml',
    );
    learner.run('kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=90s');
    learner.run(
      'kubectl wait -n ingress-nginx --for=condition=Ready pod -l app.kubernetes.io/component=controller --timeout=90s',
    );
    learner.wait(10_000);
    learner.run('kubectl create ingress shop --class=nginx --rule="shop.example/*=web:80"');
    expect(learner.run('kubectl get ingress')).toContain('shop.example');
    expect(refusal(browse('shop.example'))).toBe('no-address-yet');
    learner.wait(120_000);
    const offer = offers(learner.session.world.cluster).find(({ kind }) => kind === 'ingress');
    const found = browse(offer?.url ?? '');
    expect(found.result).toMatchObject({ is: 'answer', status: 200 });
    expect(found.hops).toMatchObject([
      { is: 'name', host: 'shop.example', of: 'ingresses.networking.k8s.io/default/shop' },
      { is: 'connection', from: 'learner', entry: 'node-port' },
      { is: 'rule', ingress: 'ingresses.networking.k8s.io/default/shop', service: 'services/default/web' },
      { is: 'connection', to: podKeyOf(), outcome: 'answered' },
    ]);
    learner.run('kubectl scale deployment web --replicas=0');
    learner.wait(40_000);
    const gone = browse(offer?.url ?? '');
    expect(refusal(gone)).toBe(503);
    const other = browse((offer?.url ?? '').replace('shop.example', 'worker-1').replace('localhost', 'worker-1'));
    expect(refusal(other)).toBe(404);
    expect(other.hops.at(-1)).toMatchObject({ is: 'rule', ingress: undefined });
  });

  it('is an input: the same journal gives the same history, byte for byte', () => {
    web('NodePort');
    browse(`worker-1:${nodePort()}`);
    const text = learner.session.exportJournal();
    const { header, entries } = readJournal(text);
    expect(entries.some(({ input }) => input.do === 'browse')).toBe(true);
    const again = new Session({ header, lab: null, workers: 2, jq: () => undefined });
    again.replay(entries);
    expect(again.strayed).toEqual([]);
    expect(again.historyHash()).toBe(learner.session.historyHash());
  });

  it('is broken off by another visit, and by none', () => {
    learner.session.apply({ do: 'browse', visit: 1, url: '10.96.0.1' });
    learner.session.apply({ do: 'browse', visit: 2, url: '' });
    learner.wait(60_000);
    expect(page).toBeUndefined();
  });

  it('finds the API server listening where kubectl cluster-info says, and no other way than TLS', () => {
    expect(refusal(browse('https://172.30.0.2:6443/'))).toBe('untrusted');
    expect(browse('http://control-plane:6443/').result).toMatchObject({
      is: 'answer',
      status: 400,
      body: 'Client sent an HTTP request to an HTTPS server.\n',
    });
    learner.run('kubectl run t --image=busybox --restart=Never -- nc -zv kubernetes.default 443');
    learner.wait(10_000);
    expect(learner.run('kubectl logs t')).toContain('open');
  });

  it('names nodes as the terminal does, which also knows what a learner writes into /etc/hosts', () => {
    web('NodePort');
    expect(refusal(browse(`http://worker-1:${nodePort()}/`))).toBe(200);
    expect(learner.run(`curl -s worker-1:${nodePort()}`)).toContain('Welcome to nginx!');
    learner.run("echo '172.30.0.3 shop.example' >> /etc/hosts");
    expect(learner.run(`curl -s shop.example:${nodePort()}`)).toContain('Welcome to nginx!');
  });
});
