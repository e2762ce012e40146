import { expect, test } from 'vitest';
import { terminal } from './terminal.ts';

const base = `namePrefix: b-
resources: [pod.yaml]
configMapGenerator:
- {name: conf, literals: [a=b]}
commonLabels: {app: web}
`;
const pod = `apiVersion: v1
kind: Pod
metadata: {name: pod}
spec: {containers: [{name: c, image: nginx, envFrom: [{configMapRef: {name: conf}}]}]}
`;
const overlay = `nameSuffix: -o
namespace: prod
resources: [../base]
images: [{name: nginx, newTag: "1.25"}]
configMapGenerator:
- {name: conf, behavior: merge, literals: [c=d]}
patches:
- target: {kind: Pod, name: pod}
  patch: |-
    - {op: add, path: /metadata/annotations/note, value: "1"}
`;

test('kustomize builds what real kubectl builds from an overlay', () => {
  const learner = terminal({
    'base/kustomization.yaml': base,
    'base/pod.yaml': pod,
    'over/kustomization.yaml': overlay,
  });
  expect(learner.run('kubectl kustomize over')).toEqual({
    status: 0,
    err: "# Warning: 'commonLabels' is deprecated. Please use 'labels' instead. Run 'kustomize edit fix' to update your Kustomization automatically.\n",
    out: `apiVersion: v1
data:
  a: b
  c: d
kind: ConfigMap
metadata:
  labels:
    app: web
  name: b-conf-o-fh478f99mk
  namespace: prod
---
apiVersion: v1
kind: Pod
metadata:
  annotations:
    note: "1"
  labels:
    app: web
  name: b-pod-o
  namespace: prod
spec:
  containers:
  - envFrom:
    - configMapRef:
        name: b-conf-o-fh478f99mk
    image: nginx:1.25
    name: c
`,
  });
});

test('apply -k creates what kustomize prints, delete -k takes it away', () => {
  const learner = terminal({
    'dir/kustomization.yaml': 'namePrefix: p-\nresources: [pod.yaml]\n',
    'dir/pod.yaml': pod,
  });
  expect(learner.ok('kubectl apply -k dir')).toBe('pod/p-pod created\n');
  expect(learner.ok('kubectl delete -k dir --force 2>/dev/null')).toBe(
    'pod "p-pod" force deleted from default namespace\n',
  );
});

test('a kustomization that cannot be built is refused in the words of kustomize', () => {
  const learner = terminal({
    'a/kustomization.yaml': 'foo: bar\n',
    'b/kustomization.yaml': 'resources: [../b]\n',
    'c/kustomization.yaml': 'vars: []\n',
    'd/kustomization.yaml': 'resources: [../pod.yaml]\n',
    'e/kustomization.yaml': '',
    'pod.yaml': pod,
  });
  expect(learner.fails('kubectl kustomize a')).toBe('error: invalid Kustomization: json: unknown field "foo"\n');
  expect(learner.fails('kubectl kustomize b')).toContain("candidate root '/home/learner/b' contains visited root");
  expect(learner.fails('kubectl kustomize c')).toContain('the field "vars" is not simulated by Skiff');
  expect(learner.fails('kubectl kustomize d')).toContain("security; file '/home/learner/pod.yaml' is not in or below");
  expect(learner.fails('kubectl kustomize e')).toBe('error: kustomization.yaml is empty\n');
});

test('--append-hash ends a name with the hash of the content', () => {
  const learner = terminal();
  const flags = '--from-literal=a=b --append-hash --dry-run=client -o name';
  expect(learner.ok(`kubectl create configmap x ${flags}`)).toBe('configmap/x-64686gkt6c\n');
  expect(learner.ok(`kubectl create secret generic x ${flags}`)).toBe('secret/x-k694gm4m9h\n');
});

test('a component changes what names it, and a replacement copies a value of one object into another', () => {
  const learner = terminal({
    'app/kustomization.yaml': `resources: [pod.yaml]
components: [../part]
replacements:
- source: {kind: ConfigMap, name: tag, fieldPath: data.tag}
  targets: [{select: {kind: Pod}, fieldPaths: ["spec.containers.[name=c].image"], options: {delimiter: ":", index: 1}}]
`,
    'app/pod.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "nginx:1.25"}]}\n',
    'part/kustomization.yaml': `kind: Component
resources: [cm.yaml]
patches: [{target: {kind: Pod}, patch: "[{op: add, path: /metadata/annotations/part, value: here}]"}]
`,
    'part/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: tag}\ndata: {tag: y}\n',
  });
  const built = learner.ok('kubectl kustomize app');
  expect(built).toContain('image: nginx:y\n');
  expect(built).toContain('part: here\n');
  // kustomize reads YAML 1.2, where y is a word.
  expect(built).toContain('tag: "y"\n');
});
