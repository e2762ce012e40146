import { expect, test } from 'vitest';
import { podOf, Suite } from './world.ts';

/** What the `[sig-cli]` titles ask of the cluster; their kubectl commands run in `tests/wire` and `tests/engine/kubectl`. */

test('Kubectl logs: the generator writes a hundred lines over its twenty seconds, some about kube-system', () => {
  const suite = new Suite();
  const log = suite.output(
    podOf('logs-generator', {
      name: 'logs-generator',
      args: ['logs-generator', '--log-lines-total', '100', '--run-duration', '20s'],
    }),
  );
  const lines = log.trimEnd().split('\n');
  expect(lines).toHaveLength(100);
  for (const [at, line] of lines.entries())
    expect(line).toMatch(
      new RegExp(
        `^I\\d{4} [\\d:.]+ +1 logs_generator\\.go:\\d+\\] ${at} (GET|POST|PUT) /api/v1/namespaces/(kube-system|default|ns)/pods/[a-z0-9]{3,4} [2-5]\\d\\d$`,
      ),
    );
  expect(log).toContain('/api/v1/namespaces/kube-system/');
});

test('the generator refuses to run without lines or time', () => {
  const suite = new Suite();
  suite.create('pods', podOf('idle', { args: ['logs-generator', '--run-duration', '20s'] }));
  suite.until(() => suite.pod('idle').status.phase === 'Failed');
  expect(suite.log('idle')).toMatch(/^F\d{4} .*\] Invalid total number of lines: 0\n$/);
  expect(suite.pod('idle').status.containerStatuses[0].state.terminated.exitCode).toBe(255);
});

test('Kubectl apply: a patch of a ReplicationController whose pods were counted passes strict validation', () => {
  const suite = new Suite();
  const labels = { app: 'agnhost', role: 'primary' };
  suite.create('replicationcontrollers', {
    metadata: { name: 'agnhost-primary', labels },
    spec: { replicas: 1, template: podOf('agnhost-primary', {}, { restartPolicy: 'Always' }, { labels }) },
  });
  const path = suite.core('replicationcontrollers/agnhost-primary');
  suite.until(() => suite.get(path).status.readyReplicas === 1);
  const patched = suite.request('PATCH', `${path}?fieldValidation=Strict`, {
    metadata: { labels: { 'kubectl.kubernetes.io/apply-test': 'ADDED' } },
  });
  expect([patched.status, (patched.body as { message?: string }).message]).toEqual([200, undefined]);
  expect(suite.get(path).status).not.toHaveProperty('terminatingReplicas');
});

test('Kubectl Port forwarding: the tester hears what it expects on localhost and sends its chunks', () => {
  const suite = new Suite();
  const forwarded = (name: string, expected: string, sent: string): { readonly got: string; readonly log: string } => {
    const env = Object.entries({
      BIND_PORT: '80',
      EXPECTED_CLIENT_DATA: expected,
      CHUNKS: '10',
      CHUNK_SIZE: '10',
      CHUNK_INTERVAL: '100',
      BIND_ADDRESS: 'localhost',
    }).map(([key, value]) => ({ name: key, value }));
    suite.runPod(podOf(name, { args: ['port-forward-tester'], env }));
    const { channels } = suite.request('POST', suite.core(`pods/${name}/portforward?ports=80`));
    let got = '';
    let closed = false;
    channels?.open({
      stdout: (text) => (got += text),
      stderr: (text) => (got += text),
      closed: () => {
        closed = true;
      },
    });
    if (sent === '') channels?.closeStdin();
    else channels?.stdin(sent);
    suite.until(() => closed);
    suite.until(() => ['Succeeded', 'Failed'].includes(suite.pod(name).status.phase));
    return { got, log: suite.log(name) };
  };
  expect(forwarded('sends', '', 'nothing that matters')).toEqual({
    got: 'x'.repeat(100),
    log: 'Accepted client connection\nShutting down connection\nDone\n',
  });
  expect(forwarded('hears', 'abc', 'abc').log).toBe(
    'Accepted client connection\nReceived expected client data\nShutting down connection\nDone\n',
  );
  expect(forwarded('misses', 'abc', '').log).toBe(
    'Accepted client connection\nExpected to read 3 bytes from client, but got 0 instead. err=EOF\n',
  );
  expect(suite.pod('misses').status.containerStatuses[0].state.terminated.exitCode).toBe(2);
});
