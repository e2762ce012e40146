import { describe, expect, it } from 'vitest';
import { isGeneric, Registry } from '../../../../src/engine/runtime/registry.ts';

const registry = new Registry();
const message = (image: string): string => {
  const lookup = registry.lookup(image);
  return lookup.kind === 'missing' ? lookup.message : 'found';
};

describe('images that nobody has', () => {
  it.each(['ngnix:1.25', 'nosuchimage12345', 'nginxx', 'wordpres:6', 'bitnmi/redis:7', 'acme/does-not-exist:1'])(
    '%s is denied as Docker Hub denies it',
    (image) =>
      expect(message(image)).toContain('pull access denied, repository does not exist or may require authorization'),
  );

  it.each([
    'nginx:9.99',
    'nginx:1.25.99',
    'redis:99',
    'cassandra:77',
    'elasticsearch',
    'busybox:nonexistent',
    'registry.k8s.io/pause:99',
  ])('%s has no such tag', (image) => expect(message(image)).toMatch(/code = NotFound desc = .*: not found$/));

  it('are told from each other by their registry', () => {
    expect(message('registry.k8s.io/nginx-slimm:0.24')).toContain('registry.k8s.io/nginx-slimm:0.24: not found');
    expect(message('registry.k8s.o/pause:3.9')).toContain('dial tcp: lookup registry.k8s.o: no such host');
    expect(message('localhost:5000/app:1')).toContain('dial tcp 127.0.0.1:5000: connect: connection refused');
    expect(message('quay.io/nosuch/app:1')).toContain('401 UNAUTHORIZED');
    expect(message('ghcr.io/acme/nonexistent:1')).toContain('403 Forbidden');
  });
});

describe('images that may exist', () => {
  it.each([
    'ghcr.io/org/app:1.2',
    'cassandra:4.1',
    'acme/shop:2.0',
    'quay.io/org/thing',
    'registry.acme.io/team/app:1',
    'kong:3.8-ubuntu',
  ])('%s gets a stand-in', (image) => {
    expect(message(image)).toBe('found');
    expect(isGeneric(image)).toBe(true);
  });

  it('are not generic where Skiff has the program', () => {
    for (const image of [
      'nginx:1.25.3-alpine',
      'perl:5.34',
      'k8s.gcr.io/nginx-slim:0.8',
      'public.ecr.aws/docker/library/redis:7',
    ])
      expect([image, message(image), isGeneric(image)]).toEqual([image, 'found', false]);
    expect(isGeneric('ngnix')).toBe(false);
  });

  it('lie on no node beforehand', () => {
    expect(registry.preloaded('nginx:1.25')).toBeDefined();
    expect(registry.preloaded('ghcr.io/org/app:1.2')).toBeUndefined();
    expect(registry.preloaded('nginx:latest')).toBeUndefined();
  });
});

describe('private images', () => {
  it('want credentials for their host', () => {
    expect(message('janedoe/jdoe-private:v1')).toContain('pull access denied');
    const hub = { registry: 'https://index.docker.io/v1/', username: 'janedoe', password: 'x' };
    expect(registry.lookup('janedoe/jdoe-private:v1', [hub]).kind).toBe('found');
    expect(registry.lookup('janedoe/jdoe-private:v1', [{ ...hub, registry: 'ghcr.io' }]).kind).toBe('missing');
  });

  it('in a declared registry want the right ones', () => {
    const own = new Registry([{ host: 'registry.shop.io', username: 'ann', password: 'secret' }]);
    const why = (password: string): string => {
      const found = own.lookup('registry.shop.io/app:1', [{ registry: 'registry.shop.io', username: 'ann', password }]);
      return found.kind === 'missing' ? found.message : found.kind;
    };
    expect(why('secret')).toBe('found');
    expect(why('guess')).toContain('401 Unauthorized');
    expect(own.lookup('registry.shop.io/app:1')).toMatchObject({
      message: expect.stringContaining('authorization failed: no basic auth credentials'),
    });
  });
});
