import { describe, expect, test } from 'vitest';
import { locationFor, serverFor, siteOf } from '../../../../src/engine/runtime/ingress-nginx/site.ts';
import type { Ingress } from '../../../../src/engine/runtime/ingress-nginx/types.ts';

let made = 0;

/** An Ingress with one rule; paths as `Type path service`. */
function ingress(host: string, paths: readonly string[], annotations: { [name: string]: string } = {}): Ingress {
  made++;
  const prefixed = Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]),
  );
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: `i${made}`,
      namespace: 'default',
      uid: `u${made}`,
      resourceVersion: '1',
      creationTimestamp: `2026-11-22T01:00:${String(made % 60).padStart(2, '0')}Z`,
      annotations: prefixed,
    },
    spec: {
      rules: [
        {
          host,
          http: {
            paths: paths.map((line) => {
              const [pathType = '', path = '', name = ''] = line.split(' ');
              return { path, pathType, backend: { service: { name, port: { number: 80 } } } };
            }),
          },
        },
      ],
    },
  } as Ingress;
}

/** The Service that answers for a host and a path; `404` for nobody. */
function served(ingresses: readonly Ingress[], host: string, path: string): string {
  const server = serverFor(siteOf(ingresses), host);
  return (server && locationFor(server, path)?.upstream?.service) ?? '404';
}

describe('hosts', () => {
  const all = [
    ingress('a.example.com', ['Prefix / exact']),
    ingress('*.example.com', ['Prefix / wild']),
    ingress('', ['Prefix / any']),
  ];

  test.each([
    ['a.example.com', 'exact'],
    ['A.Example.Com:30080', 'exact'],
    ['b.example.com', 'wild'],
    // A wildcard stands for one label.
    ['c.b.example.com', 'any'],
    ['example.com', 'any'],
    ['172.30.0.3', 'any'],
  ])('%s is served by %s', (host, service) => {
    expect(served(all, host, '/')).toBe(service);
  });

  test('a host that nobody has gets the default backend', () => {
    expect(served([ingress('a.com', ['Prefix / s'])], 'b.com', '/')).toBe('404');
  });
});

describe('paths', () => {
  const all = [ingress('a.com', ['Prefix /shop shop', 'Exact /shop/exact exact', 'ImplementationSpecific /im im'])];

  test.each([
    ['/shop', 'shop'],
    ['/shop/', 'shop'],
    ['/shop/cart', 'shop'],
    // Prefixes are compared by elements.
    ['/shopping', '404'],
    ['/shop/exact', 'exact'],
    ['/shop/exact/', 'shop'],
    // Without a type of its own, nginx compares text.
    ['/import', 'im'],
    ['/', '404'],
  ])('%s goes to %s', (path, service) => {
    expect(served(all, 'a.com', path)).toBe(service);
  });

  test('the longest wins, an exact one before all', () => {
    const both = [ingress('a.com', ['Prefix / root', 'Prefix /api api', 'Prefix /api/v2 v2', 'Exact /api one'])];
    expect(['/', '/api', '/api/', '/api/v2/x'].map((path) => served(both, 'a.com', path))).toEqual([
      'root',
      'one',
      'api',
      'v2',
    ]);
  });

  test('of two Ingresses with the same path the older has it', () => {
    const [older, newer] = [ingress('a.com', ['Prefix /x older']), ingress('a.com', ['Prefix /x newer'])];
    expect(served([newer, older], 'a.com', '/x')).toBe('older');
  });

  test('one rewriting Ingress makes all paths of its host expressions, without regard to case', () => {
    const all = [
      ingress('a.com', ['ImplementationSpecific /api(/|$)(.*) api'], { 'rewrite-target': '/$2' }),
      ingress('a.com', ['Exact /one one']),
    ];
    expect(['/api', '/API/x', '/apix', '/one', '/one/more'].map((path) => served(all, 'a.com', path))).toEqual([
      'api',
      'api',
      '404',
      'one',
      'one',
    ]);
  });
});

describe('default backends', () => {
  test('of an Ingress without rules: for every host; of one with rules: for its hosts', () => {
    const alone: Ingress = {
      ...ingress('', []),
      spec: { defaultBackend: { service: { name: 'all', port: { number: 80 } } } },
    };
    const own: Ingress = ingress('a.com', ['Prefix /x x']);
    const both = [
      alone,
      { ...own, spec: { ...own.spec, defaultBackend: { service: { name: 'own', port: { number: 1 } } } } },
    ];
    expect([served(both, 'b.com', '/'), served(both, 'a.com', '/x'), served(both, 'a.com', '/y')]).toEqual([
      'all',
      'x',
      'own',
    ]);
  });
});
