import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Learner } from './learner.ts';

let ann: Learner;

beforeEach(() => {
  ann = new Learner();
  ann.write('kept.txt', 'mine\n');
  ann.run('kubectl create configmap kept --from-literal=a=b');
});

afterEach(() => {
  // Whatever was typed: the prompt is back, the files and the objects are there.
  expect(ann.run('echo still $((1 + 1))')).toContain('still 2');
  expect(ann.read('kept.txt')).toBe('mine\n');
  expect(ann.run("kubectl get configmap kept -o jsonpath='{.data.a}'")).toContain('b~ $');
});

/** A document whose aliases stand for 9¹² words. */
function yamlBomb(): string {
  const levels = Array.from(
    { length: 12 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(',')}]`,
  );
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\na0: &a0 [x,x,x,x,x,x,x,x,x]\n${levels.join('\n')}\n`;
}

const configMap = (name: string, data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: ${data}\n`;

describe('a manifest that is wrong', () => {
  it.each([
    ['has a tab', 'apiVersion: v1\n\tkind: Pod', /line 2: found a tab character that violates indentation/],
    ['ends in the middle', 'a: "x', /error converting YAML to JSON: yaml: .*quoted scalar|unexpected end/],
    ['is a scalar', '5', /invalid object to validate/],
    ['is empty', '', /no objects passed to apply/],
    ['is not text', '\u0000\u0001\u0002', /control characters are not allowed/],
    ['names no kind', 'a: 1', /apiVersion not set, kind not set/],
    [
      'has an unknown kind',
      'apiVersion: v1\nkind: Podd\nmetadata: {name: f}',
      /no matches for kind "Podd" in version "v1"/,
    ],
    [
      'has unknown fields',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: f}\nspec: {contaners: [], containers: [{name: a, image: nginx, imag: x}]}',
      /unknown field "spec\.contaners", unknown field "spec\.containers\[0\]\.imag"/,
    ],
    [
      'has a wrong type',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: five}\nspec: {replicas: "three"}',
      /cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32/,
    ],
    ['has an endless name', configMap('n'.repeat(100_000), 'b'), /must be no more than 253 (bytes|characters)/],
    ['is an alias bomb', yamlBomb(), /document contains excessive aliasing/],
    ['is a list in a list in a list', '- '.repeat(100_000), /exceeded max depth of 1000/],
    ['is JSON 100,000 deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /exceeded max depth of 1000/],
    ['is 2 MB large', configMap('big', 'x'.repeat(2 * 1024 * 1024)), /Too long: may not be more than 1048576 bytes/],
  ])('is refused when it %s', (_, content, message) => {
    ann.write('bad.yaml', content);
    expect(ann.run('kubectl apply -f bad.yaml')).toMatch(message);
    expect(ann.run('cat bad.yaml | kubectl create -f -')).toMatch(/error|invalid/i);
    expect(ann.run('kubectl replace -f bad.yaml')).not.toMatch(/replaced/);
    expect(ann.run('kubectl get configmaps -o name').split('\n').slice(1, -1)).toEqual([
      'configmap/kept',
      'configmap/kube-root-ca.crt',
    ]);
  });

  it('is refused by every way into the cluster when it is too large', () => {
    ann.write('big.txt', 'x'.repeat(2 * 1024 * 1024));
    expect(ann.run('kubectl create configmap big --from-file=big.txt')).toMatch(
      /Too long: may not be more than 1048576/,
    );
    expect(ann.run('kubectl create secret generic big --from-file=big.txt')).toMatch(/Too long: may not be more than/);
    ann.write('big.yaml', configMap('big', 'x'.repeat(2 * 1024 * 1024)));
    expect(ann.run('kubectl apply --server-side -f big.yaml')).toMatch(/request is too large/);
  });

  it('is refused by the API server itself when it is nested too deeply', () => {
    ann.write('deep.json', `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(ann.run('kubectl patch configmap kept --type=merge --patch-file deep.json')).toMatch(/exceeded max depth/);
    expect(ann.run('kubectl create --raw /api/v1/namespaces/default/configmaps -f deep.json')).toMatch(
      /exceeded max depth/,
    );
  });
});

describe('a command line that is wrong', () => {
  it.each([
    ['kubectl gett pods', /unknown command "gett"/],
    ['kubectl get pods --frob', /unknown flag: --frob/],
    ['kubectl get frobs', /the server doesn't have a resource type "frobs"/],
    ['kubectl get pods -o frob', /unable to match a printer suitable for the output format "frob"/],
    ["kubectl get pods -l 'a in (b'", /unable to parse requirement/],
    ["kubectl get pods -o jsonpath='{.items[?(@.a'", /error parsing jsonpath/],
    ['fi', /syntax error near unexpected token/],
  ])('%s', (line, message) => {
    expect(ann.run(line)).toMatch(message);
  });

  it('may hold any character', () => {
    for (const text of [
      '\u0000\u0001\u0002\r',
      '\ud800\udc00\ud800\r',
      '\x1b[\x1b]\x1b[999999999999C\r',
      '\x16\x16\r',
      '\x12(((\r',
      '!!!!\r',
      '^a^b\r',
      'kubectl get __pro\t\t\r',
      `\x1b[${'1;'.repeat(100)}`,
      'if\r',
      'echo "$(\r',
      `${'x'.repeat(100_000)}\r`,
    ]) {
      ann.type(text);
      ann.wait(2000);
      ann.type('\x03\x03');
      ann.wait(100);
    }
  });

  it('may hold 300,000 characters in a line', () => {
    expect(ann.run(`echo ${'w'.repeat(300_000)} | wc -c`)).toMatch(/^300001$/m);
  });
});

/** Each with what it is stopped by. */
const ENDLESS: readonly (readonly [string, RegExp])[] = [
  ['while true; do :; done', /stopped: 1,000,000 steps without ever waiting/],
  ['while true; do echo x; done', /stopped: 1,000,000 steps/],
  ['yes', /yes: stopped: 1,000,000 steps/],
  ['yes > endless', /yes: stopped: 1,000,000 steps/],
  ['x=$(yes)', /yes: stopped: 1,000,000 steps/],
  ['cat /dev/zero', /cat: stopped: 1,000,000 steps/],
  ['f() { f; }; f', /maximum function nesting level exceeded/],
  ['f() { echo $(f); }; f', /maximum function nesting level exceeded/],
  ['for ((;;)); do :; done', /stopped: 1,000,000 steps|bad for loop|syntax error/i],
  ['until false; do true; done', /stopped: 1,000,000 steps/],
  ["awk 'BEGIN { for (;;) x++ }'", /awk: stopped: 1,000,000 steps/],
  ["echo a | sed ':a;ba'", /sed: stopped: 1,000,000 steps/],
];

/** As a container's own program these are a load, as on a real node: they run on and use a processor. */
const LOADS = new Set([
  'while true; do :; done',
  'while true; do echo x; done',
  'yes',
  'yes > endless',
  'x=$(yes)',
  'cat /dev/zero',
  'until false; do true; done',
  "awk 'BEGIN { for (;;) x++ }'",
]);

describe('a script that never ends', () => {
  it.each(ENDLESS)('is stopped at the prompt: %s', (script, message) => {
    expect(ann.run(script)).toMatch(message);
  });

  it.each(ENDLESS)('is stopped in a container, or goes on as a load of its node: %s', (script, message) => {
    ann.write('script.sh', script);
    ann.run('kubectl create configmap script --from-file=script.sh');
    ann.write(
      'pod.yaml',
      `apiVersion: v1
kind: Pod
metadata: {name: endless}
spec:
  restartPolicy: Never
  containers:
  - {name: a, image: busybox, command: [sh, /script/script.sh], volumeMounts: [{name: script, mountPath: /script}]}
  volumes:
  - {name: script, configMap: {name: script}}
`,
    );
    ann.run('kubectl apply -f pod.yaml');
    ann.wait(60_000);
    if (LOADS.has(script)) {
      expect(ann.run('kubectl get pod endless')).toMatch(/ Running /);
      const used = ann.run('kubectl exec endless -- head -1 /sys/fs/cgroup/cpu.stat');
      // a core for most of the minute
      expect(Number(/usage_usec (\d+)/.exec(used)?.[1])).toBeGreaterThan(40_000_000);
      return;
    }
    expect(ann.run('kubectl get pod endless')).toMatch(/ (Error|Completed) /);
    expect(ann.run('kubectl logs endless --tail=2')).toMatch(message);
  });

  it.each(ENDLESS)('is stopped when it is executed in a container: %s', (script, message) => {
    ann.run('kubectl run box --image=busybox -- sleep 10000');
    ann.run('kubectl wait pod box --for=condition=Ready');
    ann.write('script.sh', script);
    expect(ann.run('kubectl exec -i box -- sh < script.sh')).toMatch(message);
    expect(ann.run('kubectl exec box -- echo alive')).toMatch(/^alive$/m);
  });

  it('meets the end of memory', () => {
    expect(ann.run('a=x; while true; do a=$a$a; done')).toMatch(/Cannot allocate memory/);
    ann.run("kubectl run grow --image=busybox --restart=Never -- sh -c 'a=x; while true; do a=$a$a; done'");
    ann.wait(30_000);
    expect(ann.run('kubectl get pod grow')).toContain('OOMKilled');
  });

  it('meets the end of processes', () => {
    expect(ann.run(':(){ :|:& };:')).toMatch(/fork: retry: Resource temporarily unavailable/);
    ann.wait(1000);
    ann.run("kubectl run bomb --image=busybox --restart=Never -- sh -c 'b() { b | b & }; b; wait'");
    ann.wait(30_000);
    expect(ann.run('kubectl get pod bomb')).toMatch(/Completed|Error/);
  });
});

const A = 'a'.repeat(60);

describe('a regular expression that would take for ever', () => {
  it.each([
    `echo '${A}!' | grep -E '^(a+)+$'; echo status $?`,
    `echo '${A}!' | sed -nE '/^(a+)+$/p'; echo status 1`,
    `[[ '${A}!' =~ ^(a+)+$ ]]; echo status $?`,
    `echo '${A}!' | awk '/^(a+)+$/ { found = 1 } END { exit !found }'; echo status $?`,
    `expr '${A}!' : '\\(a*\\)*b' > out; echo status $?`,
    `case ${A} in *a*a*a*a*a*a*a*a*a*a*a*a*a*a*b) echo yes;; *) echo status 1;; esac`,
    `shopt -s extglob; [[ ${A}b == +(+(a)) ]]; echo status $?`,
    `x=${A}; [ "\${x/+(a)+(a)+(a)+(a)+(a)+(a)b/}" != ${A} ]; echo status $?`,
  ])('is answered: %s', (line) => {
    expect(ann.run(line)).toMatch(/^status 1$/m);
  });

  it('is answered over a long variable, too', () => {
    ann.run('x=$(seq 1 100000)');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell
    const line = 'y=${x#*b}; z=${x##*9}; v=${x%1*}; w=${x%%1*}; u=${x#*9}; echo ${#x} ${#y} ${#z} ${#v} ${#w} ${#u}.';
    expect(ann.run(line)).toMatch(/^588894 588894 7 588888 0 588877\.$/m);
  });

  it('is refused plainly where nothing helps', () => {
    expect(ann.run(`echo ${A}${A} | grep '^\\(a*\\)*\\1\\(a*\\)*b'`)).toMatch(/grep: regular expression is too hard/);
    expect(ann.run(`[[ ${A}${A} =~ ^(a*)*\\1(a*)*b ]]`)).toMatch(/bash: regular expression is too hard/);
  });
});

describe('names of JavaScript', () => {
  it('are names like any others', () => {
    ann.run('kubectl create configmap odd --from-literal=__proto__=x --from-literal=constructor=y');
    expect(
      ann.run("kubectl get configmap odd -o jsonpath='[{.data.__proto__}{.data.constructor}{.data.toString}]'"),
    ).toContain('[xy]');
    expect(ann.run('kubectl label configmap odd constructor=y')).toMatch(/configmap\/odd labeled/);
    expect(ann.run('kubectl annotate configmap odd constructor=y toString=1')).toMatch(/configmap\/odd annotated/);
    expect(ann.run('kubectl get configmap -l constructor=y -o name')).toMatch(/^configmap\/odd$/m);
    expect(ann.run('kubectl get configmap -l toString')).toMatch(/No resources found/);
    expect(ann.run(`kubectl patch configmap odd --type=merge -p '{"data":{"__proto__":"q"}}'`)).toMatch(/patched/);
    expect(
      ann.run(`kubectl patch configmap odd --type=json -p '[{"op":"add","path":"/__proto__/polluted","value":1}]'`),
    ).not.toMatch(/odd patched/);
    expect(ann.run('echo hi > __proto__; cat __proto__; constructor=1; echo $constructor$toString')).toMatch(/hi\n1\n/);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the expansion is the shell's
    expect(ann.run('declare -A m; m[__proto__]=1; echo ${m[__proto__]} ${#m[@]} ${m[constructor]}.')).toMatch(
      /^1 1 \.$/m,
    );
    expect(ann.run('kubectl get constructor')).toMatch(/doesn't have a resource type "constructor"/);
    expect(ann.run('ps -o constructor')).toMatch(/ps: .*constructor/);
    ann.run('kubectl run odd --image=busybox --restart=Never --env=__proto__=1 -- env');
    ann.wait(10_000);
    expect(ann.run('kubectl logs odd')).toMatch(/^__proto__=1$/m);
    expect('polluted' in {}).toBe(false);
  });
});

describe('inputs that fit nothing', () => {
  it('leave the session as it is', () => {
    const { session } = ann;
    session.apply({ do: 'run', terminal: 99, line: 'ls' });
    session.apply({ do: 'type', terminal: -1, text: 'ls\r' });
    session.apply({ do: 'close-terminal', terminal: 5 });
    session.apply({ do: 'resize', terminal: 1, columns: 0, rows: -5 });
    session.apply({ do: 'resize', terminal: 1, columns: 1e9, rows: 1e9 });
    session.apply({ do: 'resize', terminal: 1, columns: 100, rows: 30 });
    session.apply({ do: 'write-file', path: '../../..', content: 'x' });
    session.apply({ do: 'write-file', path: 'kept.txt/below', content: 'x' });
    session.apply({ do: 'write-file', path: 'huge', content: 'x'.repeat(80_000_000) });
    session.apply({ do: 'remove-file', path: 'nothing/here' });
    session.apply({ do: 'remove-file', path: '/dev/null' });
    session.apply({ do: 'edited', edit: 7, content: 'x' });
    session.apply({ do: 'host-exit', process: 7, status: 0, files: {} });
    session.apply({ do: 'answer', check: '__proto__', text: 'x' });
    session.apply({ do: 'hint', task: 'none', hint: -1 });
    session.apply({ do: 'check', task: 'none' });
    const refused = session.applyRequest({ do: 'request', method: 'POST', path: '/%%%', contentType: 'x', body: null });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    ann.wait(1000);
  });
});
