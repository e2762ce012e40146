import { describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
  - name: c
    image: nginx:1.25
`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: nginx, image: "nginx:1.25"}
`;

describe('kubectl get', () => {
  it('prints a table a type, with the kind when there are several', () => {
    const { ok } = terminal({ 'pod.yaml': pod });
    ok('kubectl apply -f pod.yaml');
    ok('kubectl wait --for=condition=Ready pod/web');
    expect(ok('kubectl get pods,svc')).toMatch(
      /^NAME {6}READY +STATUS +RESTARTS +AGE\npod\/web +1\/1 +Running +0 +\d+s\n\nNAME +TYPE +CLUSTER-IP .*\nservice\/kubernetes /,
    );
    expect(ok('kubectl get pod web -L app --no-headers')).toMatch(/^web +1\/1 +Running +0 +\d+s +web\n$/);
  });

  it('says on standard error that there is nothing', () => {
    const { run } = terminal();
    expect(run('kubectl get pods')).toEqual({ out: '', err: 'No resources found in default namespace.\n', status: 0 });
    expect(run('kubectl get nodes -l a=b').err).toBe('No resources found\n');
  });

  it('watches: what there is, then each change until it is stopped', () => {
    const { run, ok } = terminal();
    ok('kubectl create configmap a --from-literal=k=v');
    const seen = run('kubectl get cm -w --no-headers & sleep 1; kubectl delete cm a >/dev/null; sleep 1; kill $!');
    expect(seen.out.split('\n').filter((line) => line.startsWith('a '))).toHaveLength(2);
  });

  it('knows what cannot be asked', () => {
    const { fails } = terminal();
    expect(fails('kubectl get pood')).toBe('error: the server doesn\'t have a resource type "pood"\n');
    expect(fails('kubectl get pods -l a=b x')).toBe('error: name cannot be provided when a selector is specified\n');
    expect(fails('kubectl get pods/x/y')).toBe(
      'error: arguments in resource/name form may not have more than one slash\n',
    );
    expect(fails('kubectl get pods --nosuch')).toBe(
      "error: unknown flag: --nosuch\nSee 'kubectl get --help' for usage.\n",
    );
    expect(fails('kubectl gett')).toBe(
      'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n',
    );
    expect(fails('kubectl get pods --field-selector=spec.bogus=x')).toBe(
      'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.bogus=x": field label not supported: spec.bogus\n',
    );
  });
});

describe('kubectl apply', () => {
  it('creates, leaves alone, and merges three ways', () => {
    const { ok } = terminal({ 'd.yaml': deployment });
    expect(ok('kubectl apply -f d.yaml')).toBe('deployment.apps/web created\n');
    expect(ok('kubectl apply -f d.yaml')).toBe('deployment.apps/web unchanged\n');
    ok('kubectl annotate deploy web by=hand');
    ok('kubectl scale deploy web --replicas=5');
    ok("sed -i 's/nginx:1.25/nginx:1.16/; /replicas/d' d.yaml");
    expect(ok('kubectl apply -f d.yaml')).toBe('deployment.apps/web configured\n');
    expect(
      ok(
        "kubectl get deploy web -o jsonpath='{.spec.replicas} {.metadata.annotations.by} {.spec.template.spec.containers[*].image}'",
      ),
    ).toBe('1 hand nginx:1.16');
  });

  it('tells apart ports of one number, as DNS has them for UDP and TCP', () => {
    const ports = `ports: [${['{name: dns, containerPort: 53, protocol: UDP}', '{name: dns-tcp, containerPort: 53, protocol: TCP}'].join(', ')}, {name: metrics, containerPort: 9153, protocol: TCP}]`;
    const { ok } = terminal({ 'd.yaml': deployment.replace('image: "nginx:1.25"}', `image: "nginx:1.25", ${ports}}`) });
    ok('kubectl create -f d.yaml');
    ok("kubectl get deploy web -o yaml | sed 's/replicas: 2/replicas: 3/' > live.yaml");
    expect(ok('kubectl apply -f live.yaml')).toBe('deployment.apps/web configured\n');
    expect(ok(`KUBE_EDITOR="sed -i 's/replicas: 3/replicas: 4/'" kubectl edit deploy web`)).toBe(
      'deployment.apps/web edited\n',
    );
    const said = ok(
      "kubectl get deploy web -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[0].ports[*].name}'",
    );
    expect(said).toBe('4 dns dns-tcp metrics');
  });

  it('removes list elements that are no longer wanted, and keeps those of others', () => {
    const env = (...names: readonly string[]): string =>
      deployment.replace(
        '{name: nginx, image: "nginx:1.25"}',
        `{name: nginx, image: "nginx:1.25", env: [${names.map((name) => `{name: ${name}, value: v}`).join(', ')}]}`,
      );
    const { ok } = terminal({ 'a.yaml': env('A', 'B'), 'b.yaml': env('B', 'C') });
    ok('kubectl apply -f a.yaml');
    ok('kubectl set env deploy/web OTHER=x');
    ok('kubectl apply -f b.yaml');
    const names = ok("kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[0].env[*].name}'");
    expect(names.split(' ').sort()).toEqual(['B', 'C', 'OTHER']);
  });

  it('warns where the annotation is missing, and names files in errors', () => {
    const { run, ok, fails } = terminal({
      'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n',
      'nokind.yaml': 'apiVersion: v1\nmetadata: {name: a}\n',
      'type.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {n: 1}}\n',
      'odd.yaml': 'apiVersion: apps/v2\nkind: Deployment\nmetadata: {name: a}\n',
    });
    ok('kubectl create cm a --from-literal=k=old');
    const applied = run('kubectl apply -f cm.yaml');
    expect(applied.out).toBe('configmap/a configured\n');
    expect(applied.err).toMatch(/^Warning: resource configmaps\/a is missing the kubectl.kubernetes.io\/last-applied/);
    expect(fails('kubectl apply -f nokind.yaml')).toBe(
      'error: error validating "nokind.yaml": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false\n',
    );
    expect(fails('kubectl apply -f type.yaml')).toBe(
      'error: unable to decode "type.yaml": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string\n',
    );
    expect(fails('kubectl apply -f odd.yaml')).toBe(
      'error: resource mapping not found for name: "a" namespace: "" from "odd.yaml": no matches for kind "Deployment" in version "apps/v2"\nensure CRDs are installed first\n',
    );
    expect(fails('kubectl apply -f nosuch.yaml')).toBe('error: the path "nosuch.yaml" does not exist\n');
    expect(fails('kubectl apply -f https://example.com/x.yaml')).toMatch(/no such host \(Skiff has no network/);
  });

  it('reads folders in order, lists, and standard input', () => {
    const { ok } = terminal({
      'd/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
      'd/a.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}',
      'd/c.txt': 'not read',
      'd/deep/e.yml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: e}\n',
    });
    expect(ok('kubectl apply -f d')).toBe('configmap/a created\nconfigmap/b created\n');
    expect(ok('kubectl apply -R -f d')).toMatch(/configmap\/e created/);
    const list =
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: l1}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: l2}\n';
    expect(ok('kubectl apply -f -', list)).toBe('configmap/l1 created\nconfigmap/l2 created\n');
  });
});

describe('kubectl delete', () => {
  it('waits until the object is gone', () => {
    const { ok, fails } = terminal();
    ok('kubectl run web --image=nginx:1.25');
    ok('kubectl wait --for=condition=Ready pod/web');
    expect(ok('kubectl delete pod web')).toBe('pod "web" deleted from default namespace\n');
    expect(fails('kubectl get pod web')).toBe('Error from server (NotFound): pods "web" not found\n');
  });

  it('warns when it forces, and says when there is nothing', () => {
    const { run, ok, fails } = terminal();
    ok('kubectl run web --image=nginx:1.25');
    expect(run('kubectl delete pod web --force --grace-period=0')).toMatchObject({
      out: 'pod "web" force deleted from default namespace\n',
      err: 'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    });
    expect(ok('kubectl delete pods --all')).toBe('No resources found\n');
    expect(fails('kubectl delete pods')).toBe('error: resource(s) were provided, but no name was specified\n');
  });
});

describe('kubectl edit', () => {
  const editor = (script: string): { readonly [path: string]: string } => ({
    'pod.yaml': pod,
    'ed.sh': `#!/bin/sh\n${script}\n`,
  });

  it('patches what was saved', () => {
    const { ok } = terminal(editor(`sed -i 's/app: web/app: other/' "$1"`));
    ok('kubectl apply -f pod.yaml');
    expect(ok('EDITOR=./ed.sh kubectl edit pod web')).toBe('pod/web edited\n');
    expect(ok("kubectl get pod web -o jsonpath='{.metadata.labels.app}'")).toBe('other');
  });

  it('says when nothing changed, and opens the file again when the server refuses', () => {
    const unchanged = terminal(editor('true'));
    unchanged.ok('kubectl apply -f pod.yaml');
    expect(unchanged.run('EDITOR=./ed.sh kubectl edit pod web').err).toBe('Edit cancelled, no changes made.\n');
    const refused = terminal(editor(`cp "$1" seen; sed -i 's/restartPolicy: Always/restartPolicy: Never/' "$1"`));
    refused.ok('kubectl apply -f pod.yaml');
    expect(refused.fails('EDITOR=./ed.sh kubectl edit pod web')).toMatch(
      /^error: pods "web" is invalid\nA copy of your changes has been stored to "\/tmp\/kubectl-edit-\d+.yaml"\nerror: Edit cancelled, no valid changes were saved.\n$/,
    );
    expect(refused.ok('head -6 seen')).toMatch(/\n# pods "web" was not valid:\n# \* spec: Forbidden: /);
  });
});

describe('changing commands', () => {
  it('label and annotate guard what is there', () => {
    const { run, ok, fails } = terminal();
    ok('kubectl create cm a');
    expect(ok('kubectl label cm a x=1')).toBe('configmap/a labeled\n');
    expect(fails('kubectl label cm a x=2')).toBe("error: 'x' already has a value (1), and --overwrite is false\n");
    expect(ok('kubectl label cm a x=2 --overwrite')).toBe('configmap/a labeled\n');
    expect(ok('kubectl label cm a x-')).toBe('configmap/a unlabeled\n');
    expect(run('kubectl label cm a x-').out).toBe('label "x" not found.\nconfigmap/a not labeled\n');
    expect(ok('kubectl annotate cm a note=1 --dry-run=client')).toBe('configmap/a annotated (dry run)\n');
    expect(fails('kubectl label cm a')).toBe('error: at least one label update is required\n');
  });

  it('patch says when nothing changed', () => {
    const { ok } = terminal();
    ok('kubectl create cm a --from-literal=k=v');
    expect(ok(`kubectl patch cm a -p '{"data":{"k":"w"}}'`)).toBe('configmap/a patched\n');
    expect(ok(`kubectl patch cm a --type=merge -p 'data: {k: w}'`)).toBe('configmap/a patched (no change)\n');
    expect(ok(`kubectl patch cm a --type=json -p '[{"op":"remove","path":"/data/k"}]'`)).toBe('configmap/a patched\n');
  });

  it('set image, scale and expose a deployment', () => {
    const { ok, fails } = terminal({ 'd.yaml': deployment });
    ok('kubectl apply -f d.yaml');
    expect(ok('kubectl set image deploy/web nginx=nginx:1.16')).toBe('deployment.apps/web image updated\n');
    expect(fails('kubectl set image deploy/web other=x')).toBe('error: unable to find container named "other"\n');
    expect(ok('kubectl scale deploy/web --replicas=3')).toBe('deployment.apps/web scaled\n');
    expect(fails('kubectl scale deploy web')).toBe('error: required flag(s) "replicas" not set\n');
    expect(ok('kubectl expose deploy web --port=80 --target-port=8080')).toBe('service/web exposed\n');
    expect(ok("kubectl get svc web -o jsonpath='{.spec.selector} {.spec.ports[0].targetPort}'")).toBe(
      '{"app":"web"} 8080',
    );
  });

  it('replace --force deletes and creates anew', () => {
    const { ok } = terminal({ 'pod.yaml': pod });
    ok('kubectl create -f pod.yaml');
    const uid = ok("kubectl get pod web -o jsonpath='{.metadata.uid}'");
    expect(ok('kubectl replace --force -f pod.yaml')).toBe(
      'pod "web" deleted from default namespace\npod/web replaced\n',
    );
    expect(ok("kubectl get pod web -o jsonpath='{.metadata.uid}'")).not.toBe(uid);
  });

  it('diff exits 1 with a unified difference, 0 without', () => {
    const { ok, run } = terminal({ 'd.yaml': deployment });
    ok('kubectl apply -f d.yaml');
    expect(run('kubectl diff -f d.yaml')).toMatchObject({ out: '', status: 0 });
    ok("sed -i 's/replicas: 2/replicas: 4/' d.yaml");
    const changed = run('kubectl diff -f d.yaml');
    expect(changed.status).toBe(1);
    expect(changed.out).toMatch(/^diff -u -N \/tmp\/LIVE-\d+\/apps\.v1\.Deployment\.default\.web /);
    expect(changed.out).toMatch(/\n- {2}replicas: 2\n\+ {2}replicas: 4\n/);
    expect(run('kubectl diff -f nosuch.yaml').status).toBe(2);
  });
});

describe('kubectl wait', () => {
  it('times out in virtual time', () => {
    const { run, ok } = terminal();
    ok('kubectl run web --image=nosuchimage12345');
    expect(run('kubectl wait --for=condition=Ready pod/web --timeout=5s')).toEqual({
      out: '',
      err: 'error: timed out waiting for the condition on pods/web\n',
      status: 1,
    });
  });

  it('sees conditions, values, creation and deletion', () => {
    const { ok, fails } = terminal();
    ok('kubectl run web --image=nginx:1.25');
    expect(ok("kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web")).toBe('pod/web condition met\n');
    expect(ok('kubectl delete pod web --wait=false; kubectl wait --for=delete pod/web')).toMatch(
      /pod\/web condition met\n$/,
    );
    expect(ok('(sleep 2; kubectl create cm late >/dev/null) & kubectl wait --for=create cm/late --timeout=10s')).toBe(
      'configmap/late condition met\n',
    );
    expect(fails('kubectl wait --for=condition=Ready pod/nosuch')).toBe(
      'Error from server (NotFound): pods "nosuch" not found\n',
    );
    expect(fails('kubectl wait pod/nosuch')).toBe('error: unrecognized condition: []\n');
  });
});

describe('kubectl run and create', () => {
  it('print what they would create, in the order of Go structs', () => {
    const { ok } = terminal();
    expect(ok('kubectl run web --image=nginx --port=80 --dry-run=client -o json')).toBe(`{
    "kind": "Pod",
    "apiVersion": "v1",
    "metadata": {
        "name": "web",
        "labels": {
            "run": "web"
        }
    },
    "spec": {
        "containers": [
            {
                "name": "web",
                "image": "nginx",
                "ports": [
                    {
                        "containerPort": 80
                    }
                ],
                "resources": {}
            }
        ],
        "restartPolicy": "Always",
        "dnsPolicy": "ClusterFirst"
    },
    "status": {}
}
`);
    expect(ok('kubectl create deploy web --image=nginx --dry-run=client -o name')).toBe('deployment.apps/web\n');
  });

  it('collect config maps and secrets from files, literals and environments', () => {
    const { ok, fails } = terminal({ 'a.txt': 'hello\n', 'b.env': '# c\nX=1\nY\n', 'd/one': '1', 'd/two': '2' });
    ok('kubectl create cm a --from-file=a.txt --from-literal=k=v --from-file=d');
    expect(ok("kubectl get cm a -o jsonpath='{.data}'")).toBe('{"a.txt":"hello\\n","k":"v","one":"1","two":"2"}');
    ok('Y=2 kubectl create cm b --from-env-file=b.env');
    expect(ok("kubectl get cm b -o jsonpath='{.data}'")).toBe('{"X":"1","Y":"2"}');
    ok('kubectl create secret generic s --from-literal=p=geheim');
    expect(ok("kubectl get secret s -o go-template='{{.data.p | base64decode}}'")).toBe('geheim');
    expect(fails('kubectl create cm c --from-literal=novalue')).toBe(
      'error: invalid literal source novalue, expected key=value\n',
    );
    expect(fails('kubectl create deploy x')).toBe('error: required flag(s) "image" not set\n');
  });
});

describe('kubectl config', () => {
  it('keeps contexts in the file', () => {
    const { ok, fails, run } = terminal();
    expect(ok('kubectl config set-context --current --namespace=dev')).toBe(
      'Context "kubernetes-admin@kubernetes" modified.\n',
    );
    expect(run('kubectl get pods').err).toBe('No resources found in dev namespace.\n');
    expect(ok("kubectl config view --minify -o jsonpath='{..namespace}'")).toBe('dev');
    expect(ok('kubectl config set-context other --cluster=kubernetes --user=kubernetes-admin')).toBe(
      'Context "other" created.\n',
    );
    expect(ok('kubectl config use-context other')).toBe('Switched to context "other".\n');
    expect(ok('kubectl config get-contexts')).toBe(
      'CURRENT   NAME                          CLUSTER      AUTHINFO           NAMESPACE\n          kubernetes-admin@kubernetes   kubernetes   kubernetes-admin   dev\n*         other                         kubernetes   kubernetes-admin   \n',
    );
    expect(fails('kubectl --context=nosuch get pods')).toBe(
      'Error in configuration: context was not found for specified context: nosuch\n',
    );
    expect(ok('kubectl config view')).toContain('client-key-data: DATA+OMITTED');
  });

  it('leads nowhere without a server', () => {
    const { fails } = terminal();
    const said = (line: string): readonly string[] => fails(line).trimEnd().split('\n');
    const lost = said('KUBECONFIG=/nosuch kubectl get pods');
    expect(lost.at(-1)).toBe(
      'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
    );
    // Each of client-go's layers asks, and logs that nobody answers.
    expect(lost.slice(0, -1)).toHaveLength(5);
    expect(lost[0]).toMatch(
      /^E\d{4} \S+ +\d+ memcache\.go:265\] "Unhandled Error" err="couldn't get current server API group list: Get \\"http:\/\/localhost:8080\/api\?timeout=32s\\": dial tcp 127\.0\.0\.1:8080: connect: connection refused"$/,
    );
    expect(said('kubectl --server=https://10.9.8.7:6443 get pods').at(-1)).toBe(
      'Unable to connect to the server: dial tcp 10.9.8.7:6443: i/o timeout',
    );
  });
});

describe('kubectl help', () => {
  it('is printed for every command, with its flags', () => {
    const { ok, fails } = terminal();
    expect(ok('kubectl')).toBe(ok('kubectl help'));
    for (const command of ['get', 'apply', 'create', 'create deployment', 'run', 'delete', 'config', 'set image']) {
      const help = ok(`kubectl ${command} --help`);
      expect(help).toContain('Usage:\n  kubectl ');
      expect(help).toBe(ok(`kubectl help ${command}`));
    }
    expect(ok('kubectl get -h')).toContain('    -A, --all-namespaces=false:\n\tIf present, list the requested');
    expect(fails('kubectl config')).toContain('Available Commands:\n  current-context   Display the current-context\n');
  });
});

it('apply --prune deletes what was applied, is selected and is no longer in the file', () => {
  const one = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {app: x}}\n';
  const two = one.replace('name: a', 'name: b');
  const learner = terminal({ 'both.yaml': `${one}---\n${two}`, 'one.yaml': one });
  learner.ok('kubectl apply -f both.yaml');
  learner.ok('kubectl create configmap c && kubectl label configmap c app=x');
  const pruning = 'kubectl apply -f one.yaml --prune -l app=x --prune-allowlist=core/v1/ConfigMap';
  expect(learner.ok(`${pruning} --dry-run=client`)).toBe(
    'configmap/a unchanged (dry run)\nconfigmap/b pruned (dry run)\n',
  );
  expect(learner.ok(pruning)).toBe('configmap/a unchanged\nconfigmap/b pruned\n');
  expect(learner.ok('kubectl get configmaps -l app=x -o name')).toBe('configmap/a\nconfigmap/c\n');
});

it('create --edit opens the editor before it creates, edit -o json shows JSON without a header', () => {
  const learner = terminal({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: old}\n' });
  expect(learner.run('EDITOR=cat kubectl create -f a.yaml --edit').err).toBe('Edit cancelled, no changes made.\n');
  expect(learner.ok("EDITOR='sed -i s/old/new/' kubectl create -f a.yaml --edit")).toBe('configmap/a created\n');
  expect(learner.ok("kubectl get configmap a -o jsonpath='{.data.k}'")).toBe('new');
  expect(learner.ok('EDITOR=cat kubectl edit configmap a -o json').split('\n').slice(0, 2)).toEqual([
    '{',
    '    "apiVersion": "v1",',
  ]);
  expect(learner.fails('EDITOR=cat kubectl edit configmap a -o name')).toContain(
    'allowed formats are: json,kyaml,yaml',
  );
});

it('puts what is no text into binaryData, and copies it from pod to pod unharmed', () => {
  const learner = terminal();
  learner.ok("printf '3sr+utD+/w==' | base64 -d > dump.bin && echo text > words");
  learner.ok('kubectl create configmap mixed --from-file=dump.bin --from-file=words');
  const got = learner.ok("kubectl get configmap mixed -o jsonpath='{.binaryData} {.data}'");
  expect(got).toBe('{"dump.bin":"3sr+utD+/w=="} {"words":"text\\n"}');
  learner.ok('kubectl create secret generic raw --from-file=dump.bin');
  expect(learner.ok("kubectl get secret raw -o jsonpath='{.data}'")).toBe('{"dump.bin":"3sr+utD+/w=="}');
  learner.ok('kubectl run box --image=busybox -- sleep 600 && kubectl wait --for=condition=Ready pod/box');
  learner.ok('kubectl cp dump.bin box:/tmp/dump.bin && kubectl cp box:/tmp/dump.bin back.bin');
  expect(learner.ok('cmp dump.bin back.bin; wc -c < back.bin; md5sum < back.bin')).toBe(
    '7\n0a3bc0bc30dada2f6ef7a0783da8197a  -\n',
  );
});
