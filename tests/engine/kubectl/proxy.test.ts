import { expect, test } from 'vitest';
import type { Connection } from '../../../src/engine/cluster/network/types.ts';
import { type Ask, type ProxyRules, serveConnection } from '../../../src/engine/kubectl/proxy/serve.ts';

const RULES: ProxyRules = {
  acceptPaths: [/^.*/],
  rejectPaths: [/^\/api\/.*\/pods\/.*\/exec/],
  acceptHosts: [/^localhost$/],
  rejectMethods: [/^$/],
  apiPrefix: '/',
  open: false,
};

test('a request is answered with what the API server says', () => {
  const answer = exchange('GET /api/v1/nodes HTTP/1.1\r\nHost: localhost:8001\r\n\r\n');
  expect(answer).toContain('HTTP/1.1 200 OK\r\n');
  expect(answer.endsWith('{"asked":"GET /api/v1/nodes"}\n')).toBe(true);
});

test('a person at a terminal gets indented JSON', () => {
  const answer = exchange('GET /api/v1/nodes HTTP/1.1\r\nHost: localhost:8001\r\nUser-Agent: curl/8.5.0\r\n\r\n');
  expect(answer.endsWith('{\n  "asked": "GET /api/v1/nodes"\n}')).toBe(true);
});

test.each([
  ['another host', 'GET /api HTTP/1.1\r\nHost: example.com\r\n\r\n'],
  ['a rejected path', 'GET /api/v1/namespaces/default/pods/a/exec HTTP/1.1\r\nHost: localhost\r\n\r\n'],
])('%s is forbidden', (_, request) => {
  expect(exchange(request)).toContain('HTTP/1.1 403 Forbidden\r\n');
});

test('a path outside the prefix is not found', () => {
  const answer = exchange('GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n', { ...RULES, apiPrefix: '/k8s/' });
  expect(answer).toContain('HTTP/1.1 404 Not Found\r\n');
});

/** What a proxy sends back for the text of a request. */
function exchange(request: string, rules: ProxyRules = RULES): string {
  let sent = '';
  const connection: Connection = {
    local: { address: '127.0.0.1', port: 8001 },
    remote: { address: '127.0.0.1', port: 40_000 },
    send(text) {
      sent += text;
    },
    end: () => undefined,
    abort: () => undefined,
    listen: (listener) => listener.data(request),
  };
  const ask: Ask = ({ method, path }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    warnings: [],
    body: { asked: `${method} ${path}` },
  });
  serveConnection(connection, rules, ask);
  return sent;
}
