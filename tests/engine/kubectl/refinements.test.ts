import { describe, expect, it } from 'vitest';
import { Learner } from './learner.ts';

const settings = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {level: debug}
`;
const shop = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: c, image: "nginx:1.25"}]}
`;
const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers: [{name: first, image: "busybox:1.28", command: [echo]}]
      containers:
      - name: nginx
        image: nginx:1.25
        resources: {limits: {cpu: 500m}}
        env:
        - {name: LEVEL, valueFrom: {configMapKeyRef: {name: settings, key: level}}}
        - {name: ADDRESS, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
        - {name: CPUS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
`;

describe('apply of many objects', () => {
  it('lets a pod into a namespace of the same file', () => {
    const learner = new Learner({ 'shop.yaml': shop });
    expect(learner.run('kubectl apply -f shop.yaml').out).toBe('namespace/shop created\npod/web created\n');
    expect(learner.run('kubectl wait -n shop --for=condition=Ready pod/web').exit).toBe(0);
  });
});

describe('kubectl apply *-last-applied', () => {
  it('view says nothing of an object that has none', () => {
    const learner = new Learner().does('kubectl create cm plain --from-literal=a=b');
    expect(learner.run('kubectl apply view-last-applied cm plain')).toEqual({ out: '', err: '', exit: 0 });
  });

  it('set changes nothing twice', () => {
    const learner = new Learner({ 'cm.yaml': settings }).does('kubectl create -f cm.yaml');
    const line = 'kubectl apply set-last-applied -f cm.yaml --create-annotation';
    expect(learner.run(line).out).toBe('configmap/settings configured\n');
    expect(learner.run(line).out).toBe('set-last-applied settings: no changes required.\n');
  });
});

describe('kubectl get -A', () => {
  it('goes on showing the namespace column once a kind has had it', () => {
    const learner = new Learner({ 'cm.yaml': settings }).does('kubectl create -f cm.yaml');
    expect(learner.run('kubectl get ns,cm -A').out).toMatch(/^NAME +STATUS/);
    expect(learner.run('kubectl get cm,ns -A').out).toMatch(/\nNAMESPACE +NAME +STATUS +AGE\n +namespace\/default/);
  });
});

describe('kubectl set env', () => {
  const learner = new Learner({ 'web.yaml': web, 'cm.yaml': settings }).does('kubectl apply -f web.yaml -f cm.yaml');

  it('lists init containers last and resolves what it can', () => {
    const { out, err, exit } = learner.run('kubectl set env deploy/web --list --resolve');
    expect(out).toBe(
      '# Deployment web, container nginx\nLEVEL=debug\n# ADDRESS from field path status.podIP\nCPUS=1\n# Deployment web, container first\n',
    );
    expect(err).toBe('error retrieving reference for ADDRESS: unsupported fieldPath: status.podIP\n');
    expect(exit).toBe(0);
  });

  it('says what it makes of keys, and that no container fits', () => {
    expect(learner.run('kubectl set env deploy/web --from=cm/settings').err).toBe(
      'Warning: key level transferred to LEVEL\n',
    );
    expect(learner.run('kubectl set env deploy/web -c nosuch A=b').err).toBe(
      'Warning: Deployment/web does not have any containers matching "nosuch"\n',
    );
  });

  it('names the object that has no containers', () => {
    expect(learner.run('kubectl set image cm/settings a=b').err).toBe(
      'error: configmaps/settings the object is not a pod or does not have a pod template: *v1.ConfigMap\n',
    );
  });
});

describe('wrong words', () => {
  it.each([
    ['kubectl label cm settings a=b=c', 'error: invalid label spec: a=b=c\n'],
    [
      'kubectl create quota q --hard=cpu=much',
      "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'\n",
    ],
    [
      'kubectl create clusterrole r --verb=create --non-resource-url=/x',
      "error: invalid verb: 'create' for nonResourceURL\n",
    ],
    ['kubectl get pods.v1', 'error: the server doesn\'t have a resource type "pods"\n'],
    [
      'kubectl rollout history cm/settings',
      'error: error retrieving history for "ConfigMap", no visitor method exists for { ConfigMap}\n',
    ],
    ['kubectl set selector svc kubernetes', 'error: resource(s) were provided, but no name was specified\n'],
    ['KUBE_EDITOR=nosuch kubectl edit cm settings', 'error: unable to launch the editor "nosuch"\n'],
  ])('%s', (line, message) => {
    const learner = new Learner({ 'cm.yaml': settings }).does('kubectl create -f cm.yaml');
    const { err, exit } = learner.run(line);
    expect(err).toBe(message);
    expect(exit).toBe(1);
  });
});

describe('help', () => {
  it('is what kubectl says, with the options that are there', () => {
    const { out } = new Learner().run('kubectl create deployment --help');
    expect(out).toContain('Create a deployment with the specified name.\n\nAliases:\ndeployment, deploy\n');
    expect(out).toContain('  # Create a deployment named my-dep that runs the busybox image\n');
    expect(out).toContain('    -r, --replicas=1:\n');
  });
});

describe('what is known and refused', () => {
  it.each([
    ['kubectl certificate approve x', 'error: kubectl certificate approve is not simulated by Skiff\n'],
    ['kubectl kustomize . --enable-helm', 'error: --enable-helm is not simulated by Skiff\n'],
  ])('%s', (line, message) => {
    expect(new Learner().run(line).err).toBe(message);
  });
});

describe('raw requests and dumps', () => {
  it('replaces by a file as it is', () => {
    const cm = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cm"},"data":{"k":"2"}}';
    const learner = new Learner({ 'cm.json': cm }).does('kubectl create cm cm --from-literal=k=1');
    const { out } = learner.run('kubectl replace --raw /api/v1/namespaces/default/configmaps/cm -f cm.json');
    expect(JSON.parse(out).data).toEqual({ k: '2' });
    expect(learner.run('kubectl replace --raw /x -f cm.json -f cm.json').err).toBe(
      'error: --raw can only use a single local file or stdin\n',
    );
  });

  it('dumps the lists of namespaces and the logs of their pods into a folder', () => {
    const learner = new Learner().does('kubectl run p --image=busybox:1.28 -- echo hello').waits(3);
    expect(learner.run('kubectl cluster-info dump --namespaces=default --output-directory=out').out).toBe(
      'Cluster info dumped to out\n',
    );
    expect(learner.run('cat out/default/p/logs.txt').out).toBe(
      '==== START logs for container p of pod default/p ====\nhello\n==== END logs for container p of pod default/p ====\n',
    );
    expect(JSON.parse(learner.run('cat out/default/pods.json').out).kind).toBe('PodList');
  });
});

describe('time and second tries', () => {
  it('objects that are waited for share the time', () => {
    const learner = new Learner().does(
      'kubectl create cm a --from-literal=k=1',
      'kubectl create cm b --from-literal=k=2',
    );
    const { out, err } = learner.run("kubectl wait --for=jsonpath='{.data.k}'=2 cm/a cm/b --timeout=1s");
    expect(out).toBe('');
    expect(err).toBe(
      'error: timed out waiting for the condition on configmaps/a\ntimed out waiting for the condition on configmaps/b\n'.replace(
        'error: ',
        '',
      ),
    );
  });

  it('autoscale falls back to the older version when the newer is refused', () => {
    const learner = new Learner().does(
      'kubectl create deploy web --image=nginx:1.25',
      'kubectl autoscale deploy web --max=3',
    );
    expect(learner.run('kubectl autoscale deploy web --max=3').err).toBe(
      'error: failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input\n',
    );
    expect(learner.run('kubectl autoscale deploy web --max=3 --cpu=80%').err).toBe(
      'Error from server (AlreadyExists): horizontalpodautoscalers.autoscaling "web" already exists\n',
    );
  });

  it('a dry run of taint says nothing of itself', () => {
    expect(new Learner().run('kubectl taint node worker-1 a=b:NoSchedule --dry-run=client').out).toBe(
      'node/worker-1 tainted\n',
    );
  });
});
