import { expect, test } from 'vitest';
import type { ConfigFiles } from '../../../src/engine/runtime/nginx/config.ts';
import { readSite } from '../../../src/engine/runtime/nginx/read-site.ts';

const MAIN = '/etc/nginx/nginx.conf';

function filesOf(tree: { readonly [path: string]: string }): ConfigFiles & { reads: number } {
  return {
    reads: 0,
    read(path) {
      this.reads++;
      return tree[path];
    },
    match: (pattern) =>
      Object.keys(tree)
        .filter((path) => path.startsWith(pattern.slice(0, pattern.indexOf('*'))) && path.endsWith('.conf'))
        .sort(),
  };
}

const tree = {
  [MAIN]: 'events {}\nhttp { include conf.d/*.conf; }',
  '/etc/nginx/conf.d/default.conf': 'server { listen 80; }',
};
const ports = (files: ConfigFiles): readonly number[] =>
  readSite(MAIN, files).servers.flatMap((server) => server.ports.map(({ port }) => port));

test('pods with the same files share what was made of them', () => {
  expect(readSite(MAIN, filesOf(tree))).toBe(readSite(MAIN, filesOf({ ...tree })));
});

test('a changed file, a further file and a missing file are noticed', () => {
  expect(ports(filesOf(tree))).toEqual([80]);
  expect(ports(filesOf({ ...tree, '/etc/nginx/conf.d/default.conf': 'server { listen 81; }' }))).toEqual([81]);
  expect(ports(filesOf({ ...tree, '/etc/nginx/conf.d/more.conf': 'server { listen 82; }' }))).toEqual([80, 82]);
  expect(ports(filesOf({ [MAIN]: tree[MAIN] }))).toEqual([]);
  expect(ports(filesOf(tree))).toEqual([80]);
});
