import { beforeAll, describe, expect, test } from 'vitest';
import { Learner } from '../kubectl/learner.ts';

const code = (url: string): string => `curl -s -m 3 -o /dev/null -w '%{http_code}' ${url}`;

describe('a Service of type LoadBalancer', () => {
  test('waits for ever where the cluster has no provider', () => {
    const learner = new Learner().does('kubectl create service loadbalancer web --tcp=80').waits(60);
    expect(learner.run('kubectl get svc web').out).toMatch(/LoadBalancer +\S+ +<pending>/);
  });

  test('gets an address from a provider, answers the world, and gives the address back', () => {
    const learner = new Learner({}, { loadBalancers: true })
      .does(
        'kubectl create deployment web --image=nginx:1.25',
        'kubectl expose deployment web --port=80 --type=LoadBalancer',
      )
      .waits(20);
    const address = learner.run("kubectl get svc web -o jsonpath='{.status.loadBalancer.ingress[0].ip}'").out;
    expect(address).toBe('172.30.255.1');
    expect(learner.run(code(`http://${address}/`)).out).toBe('200');
    expect(learner.run('kubectl describe svc web').out).toMatch(/EnsuredLoadBalancer .*Ensured load balancer/);
    learner.does('kubectl delete svc web');
    expect(learner.run(code(`http://${address}/`)).exit).toBe(28);
    learner.does('kubectl create service loadbalancer other --tcp=80').waits(10);
    expect(learner.run('kubectl get svc other').out).toContain(address);
  });

  test('lets in only whom its source ranges name, and takes the address asked for', () => {
    const learner = new Learner(
      {
        'lb.yaml': `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  loadBalancerIP: 172.30.255.40
  loadBalancerSourceRanges: [10.0.0.0/8]
  selector: {app: web}
  ports: [{port: 80}]
`,
      },
      { loadBalancers: true },
    )
      .does('kubectl create deployment web --image=nginx:1.25', 'kubectl apply -f lb.yaml')
      .waits(20);
    expect(learner.run(code('http://172.30.255.40/')).exit).toBe(28);
    learner.does(`kubectl patch svc web -p '{"spec":{"loadBalancerSourceRanges":["172.30.0.0/16"]}}'`);
    expect(learner.run(code('http://172.30.255.40/')).out).toBe('200');
  });

  test('becomes a ClusterIP without its address', () => {
    const learner = new Learner({}, { loadBalancers: true })
      .does('kubectl create service loadbalancer web --tcp=80')
      .waits(10);
    learner.does(`kubectl patch svc web --type=merge -p '{"spec":{"type":"ClusterIP"}}'`).waits(10);
    expect(learner.run("kubectl get svc web -o jsonpath='{.status.loadBalancer}{.metadata.finalizers}'").out).toBe(
      '{}',
    );
  });
});

describe('who a server thinks calls', () => {
  let learner: Learner;
  let port: string;

  beforeAll(() => {
    learner = new Learner()
      .does(
        'kubectl create deployment web --image=nginx:1.25',
        'kubectl expose deployment web --port=80 --type=NodePort',
      )
      .waits(10);
    port = learner.run("kubectl get svc web -o jsonpath='{.spec.ports[0].nodePort}'").out;
  });

  const lastCaller = (): string =>
    /(\S+) - - .*\n$/.exec(learner.run('kubectl logs deploy/web --tail=1').out)?.[1] ?? '';

  test('the node that took the packet in', () => {
    learner.does(code(`http://172.30.0.4:${port}/`));
    expect(lastCaller()).toBe('172.30.0.4');
  });

  test('with externalTrafficPolicy Local the caller itself, and only nodes with a pod answer', () => {
    learner.does(`kubectl patch svc web -p '{"spec":{"externalTrafficPolicy":"Local"}}'`);
    const own = learner.run("kubectl get pod -l app=web -o jsonpath='{.items[0].status.hostIP}'").out;
    expect(learner.run(code(`http://${own}:${port}/`)).out).toBe('200');
    expect(lastCaller()).toBe('172.30.0.1');
    expect(learner.run(code(`http://172.30.0.2:${port}/`)).exit).toBe(28);
    const health = learner.run("kubectl get svc web -o jsonpath='{.spec.healthCheckNodePort}'").out;
    expect(health).toBe('');
  });

  test('nodes with an endpoint are healthy for a load balancer, others are not', () => {
    learner.does(`kubectl patch svc web -p '{"spec":{"type":"LoadBalancer"}}'`);
    const health = learner.run("kubectl get svc web -o jsonpath='{.spec.healthCheckNodePort}'").out;
    const own = learner.run("kubectl get pod -l app=web -o jsonpath='{.items[0].status.hostIP}'").out;
    expect(learner.run(`curl -s http://${own}:${health}/`).out).toContain('"localEndpoints": 1');
    expect(learner.run(code(`http://172.30.0.2:${health}/`)).out).toBe('503');
  });
});

describe('a default-deny policy', () => {
  test('closes a namespace for others and for DNS, and leaves probes alone', () => {
    const learner = new Learner(
      {
        'web.yaml': `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
  - {name: c, image: "nginx:1.25", readinessProbe: {httpGet: {port: 80}, periodSeconds: 2}}
`,
        'deny.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`,
      },
      { systemPods: true },
    )
      .does(
        'kubectl apply -f web.yaml',
        'kubectl expose pod web --port=80',
        'kubectl run c --image=busybox -- sleep 1d',
      )
      .waits(15);
    expect(learner.run('kubectl exec c -- wget -qO- -T 2 web').out).toContain('Welcome to nginx');
    learner.does('kubectl apply -f deny.yaml');
    expect(learner.run('kubectl exec c -- wget -qO- -T 30 web').err).toContain("bad address 'web'");
    const address = learner.run("kubectl get svc web -o jsonpath='{.spec.clusterIP}'").out;
    expect(learner.run(`kubectl exec c -- wget -qO- -T 2 ${address}`).err).toContain('download timed out');
    learner.waits(30);
    expect(learner.run('kubectl get pod web').out).toContain('1/1');
  });
});

describe('the cluster DNS', () => {
  let learner: Learner;
  const ask = (words: string): string => learner.run(`kubectl exec c -- nslookup ${words}`).out;

  beforeAll(() => {
    learner = new Learner({}, { systemPods: true })
      .does(
        'kubectl create service clusterip web --tcp=80',
        'kubectl create service externalname alias --external-name=web.default.svc.cluster.local',
        'kubectl run c --image=busybox -- sleep 1d',
      )
      .waits(15);
  });

  test('shows where an alias leads', () => {
    expect(ask('alias.default.svc.cluster.local')).toMatch(
      /^alias\.default\.svc\.cluster\.local\tcanonical name = web\.default\.svc\.cluster\.local\nName:\tweb\.default\.svc\.cluster\.local\nAddress: 10\./m,
    );
  });

  test('knows the names of Services’ addresses', () => {
    expect(ask('10.96.0.1')).toContain('1.0.96.10.in-addr.arpa\tname = kubernetes.default.svc.cluster.local\n');
    expect(ask('10.96.77.1')).toContain("** server can't find 1.77.96.10.in-addr.arpa: NXDOMAIN\n");
  });

  test('is asked by address, also one of its pods', () => {
    const pod = learner.run(
      "kubectl get pod -n kube-system -l k8s-app=kube-dns -o jsonpath='{.items[0].status.podIP}'",
    ).out;
    for (const server of ['10.96.0.10', pod])
      expect(ask(`kubernetes.default.svc.cluster.local ${server}`)).toMatch(
        new RegExp(`^Server:\t\t${server}\n[^]*Address: 10.96.0.1\n`),
      );
    expect(ask('kubernetes.default.svc.cluster.local 10.96.0.99')).toContain('no servers could be reached');
  });

  test('has no other records, and says so', () => {
    expect(learner.run('kubectl exec c -- nslookup -type=srv web').err).toContain('only addresses and their names');
  });
});
