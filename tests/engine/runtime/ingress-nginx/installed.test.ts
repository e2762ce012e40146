import { beforeAll, describe, expect, test } from 'vitest';
import { Learner } from '../../kubectl/learner.ts';

const DEPLOY =
  'https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.15.1/deploy/static/provider/baremetal/deploy.yaml';
const NODE = '172.30.0.3';

let learner: Learner;
let port: string;

beforeAll(() => {
  learner = new Learner().does(
    `kubectl apply -f ${DEPLOY}`,
    'kubectl create deployment web --image=nginx:1.25',
    'kubectl expose deployment web --port=80',
    'kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=90s',
    'kubectl wait -n ingress-nginx --for=condition=Ready pod -l app.kubernetes.io/component=controller --timeout=90s',
    'kubectl create ingress web --class=nginx --rule=web.test/*=web:80 --rule=web.test/none=none:80',
  );
  learner.waits(70);
  port = learner.run(
    "kubectl get svc -n ingress-nginx ingress-nginx-controller -o jsonpath='{.spec.ports[0].nodePort}'",
  ).out;
});

const curl = (rest: string): string => learner.run(`curl -s -o /dev/null -w '%{http_code}' ${rest}`).out;

describe('the installation', () => {
  test('its jobs complete, and its webhook lets Ingresses pass once they have', () => {
    expect(learner.run('kubectl get jobs -n ingress-nginx -o jsonpath="{.items[*].status.succeeded}"').out).toBe('1 1');
    const fresh = new Learner();
    expect(fresh.run(`kubectl apply -f ${DEPLOY}`).err).toBe('');
    expect(fresh.run('kubectl create ingress early --class=nginx --rule=web.test/*=web:80').err).toMatch(
      /failed calling webhook "validate.nginx.ingress.kubernetes.io": failed to call webhook: .*no endpoints available/,
    );
    expect(learner.run('kubectl create ingress later --class=nginx --rule=later.test/*=web:80').err).toBe('');
    learner.run('kubectl delete ingress later');
  });

  test('its webhook refuses what the controller would not take', () => {
    const refused = (line: string): string => learner.run(line).err;
    const denied = 'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: ';
    const taken = `${denied}host "web.test" and path "/" is already defined in ingress default/web`;
    learner.run('kubectl create namespace away');
    expect(refused('kubectl create ingress twin -n away --class=nginx --rule=web.test/*=web:80')).toBe(
      `error: failed to create ingress: ${taken}\n`,
    );
    expect(learner.run('kubectl logs -n ingress-nginx deploy/ingress-nginx-controller --tail=3').out).toMatch(
      /^E\d.* main\.go:96\] "invalid ingress configuration" err="host .* ingress="away\/twin"$/m,
    );
    learner.run('kubectl create ingress below --class=nginx --rule=web.test/below*=web:80');
    expect(refused('kubectl create ingress twin --class=nginx --rule=web.test/below/=web:80')).toContain('"/below/"');
    expect(refused('kubectl create ingress odd --class=nginx --rule="odd.test/a b*=web:80"')).toContain(
      `${denied}ingress contains invalid paths: path /a b cannot be used with pathType Prefix`,
    );
    expect(refused('kubectl annotate ingress web nginx.ingress.kubernetes.io/server-snippet=x')).toContain(
      'server-snippet annotation cannot be used. Snippet directives are disabled by the Ingress administrator',
    );
  });

  test('its webhook lets pass its own changes, other paths, canaries, and what is meant for others', () => {
    const canary = 'nginx.ingress.kubernetes.io/canary=true';
    for (const line of [
      'kubectl label ingress web harbour=yes',
      'kubectl create ingress beside --class=nginx --rule=web.test/below/deep*=web:80',
      `kubectl create ingress canary --class=nginx --annotation=${canary} --rule=web.test/*=web:80`,
      'kubectl create ingress foreign --class=traefik --rule=web.test/*=web:80',
      'kubectl delete ingress below beside canary foreign',
    ])
      expect(learner.run(line).err).toBe('');
  });

  test('an address of the world outside that Skiff does not have is not found', () => {
    expect(learner.run('kubectl apply -f https://example.com/x.yaml').err).toMatch(/^error: unable to read URL/);
  });
});

describe('an Ingress of its class', () => {
  test('is scheduled for sync and shows the node that the controller runs on', () => {
    expect(learner.run('kubectl describe ingress web').out).toMatch(
      /Normal +Sync +\S+ +nginx-ingress-controller +Scheduled for sync/,
    );
    const node = learner.run(
      "kubectl get pod -n ingress-nginx -l app.kubernetes.io/component=controller -o jsonpath='{.items[0].status.hostIP}'",
    ).out;
    expect(learner.run('kubectl get ingress web').out).toContain(` ${node} `);
  });

  test('is served by host; other hosts get the 404 of nginx, nobody behind a path is 503', () => {
    expect(curl(`-H 'Host: web.test' http://${NODE}:${port}/`)).toBe('200');
    expect(curl(`--resolve web.test:${port}:${NODE} http://web.test:${port}/`)).toBe('200');
    expect(curl(`-H 'Host: web.test' http://${NODE}:${port}/none`)).toBe('503');
    expect(learner.run(`curl -s http://${NODE}:${port}/`).out).toContain('<hr><center>nginx</center>');
    expect(learner.run('kubectl logs -n ingress-nginx deploy/ingress-nginx-controller --tail=5').out).toMatch(
      /"GET \/ HTTP\/1\.1" 200 615 "-" "curl\/\S+" \d+ \d\.\d{3} \[default-web-80\] \[\] [\d.]+:80 615 \d\.\d{3} 200 [0-9a-f]{32}$/m,
    );
  });

  test('is told which of its annotations have no effect', () => {
    learner.does('kubectl annotate ingress web nginx.ingress.kubernetes.io/limit-rps=5').waits(2);
    expect(learner.run('kubectl describe ingress web').out).toMatch(/Warning +NotSimulated .*limit-rps has no effect/);
  });

  test('goes on to another class: nothing answers for it any more', () => {
    learner.does('kubectl create ingress other --class=nginx --rule=other.test/*=web:80').waits(5);
    expect(curl(`-H 'Host: other.test' http://${NODE}:${port}/`)).toBe('200');
    learner.does(`kubectl patch ingress other -p '{"spec":{"ingressClassName":"traefik"}}'`).waits(5);
    expect(curl(`-H 'Host: other.test' http://${NODE}:${port}/`)).toBe('404');
  });

  test('rewrites targets, and redirects to TLS where the host has it', () => {
    learner
      .does(
        'kubectl create ingress app --class=nginx --rule=app.test/app=web:80 --dry-run=client -o yaml > app.yaml',
        "sed -i 's#path: /app#path: /app(/|$)(.*)#; s/Exact/ImplementationSpecific/' app.yaml",
        'kubectl apply -f app.yaml',
        "kubectl annotate ingress app nginx.ingress.kubernetes.io/rewrite-target='/$2'",
        `kubectl create ingress tls --class=nginx --rule='tls.test/*=web:80,tls=secret'`,
      )
      .waits(5);
    expect(curl(`-H 'Host: app.test' http://${NODE}:${port}/app/index.html`)).toBe('200');
    expect(curl(`-H 'Host: app.test' http://${NODE}:${port}/app/nothing`)).toBe('404');
    expect(learner.run(`curl -s -i -H 'Host: tls.test' http://${NODE}:${port}/x`).out).toMatch(
      /^HTTP\/1\.1 308 Permanent Redirect\r\n[\s\S]*Location: https:\/\/tls\.test\/x\r\n/,
    );
  });
});

describe('what the service account may do', () => {
  test('decides: without its cluster role the controller never becomes ready', () => {
    const other = new Learner().does(`kubectl apply -f ${DEPLOY}`, 'kubectl delete clusterrole ingress-nginx');
    other.waits(60);
    expect(other.run('kubectl get pods -n ingress-nginx -l app.kubernetes.io/component=controller').out).toContain(
      '0/1',
    );
    expect(other.run('kubectl logs -n ingress-nginx -l app.kubernetes.io/component=controller').out).toContain(
      'ingresses.networking.k8s.io is forbidden: User \\"system:serviceaccount:ingress-nginx:ingress-nginx\\" cannot list resource \\"ingresses\\" in API group \\"networking.k8s.io\\" at the cluster scope',
    );
  });
});
