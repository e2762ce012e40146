import { expect, test } from 'vitest';
import { directory, file, type TreeNode } from '../../../src/engine/cluster/files.ts';
import { createFileSystem } from '../../../src/engine/shell/files/file-system.ts';

const tree = (entries: { readonly [name: string]: TreeNode }) => {
  const made = directory();
  for (const [name, node] of Object.entries(entries)) made.entries.set(name, node);
  return made;
};
const link = (target: string): TreeNode => ({ type: 'link', target, modifiedMs: 0 }) as TreeNode;
const placesOf = (root: ReturnType<typeof directory>, ...mounts: readonly (readonly [string, TreeNode])[]) => {
  const fs = createFileSystem({ root, nowMs: () => 0 });
  for (const [path, source] of mounts) fs.mount(path, source as never, false);
  return fs.mounts().map(({ path }) => path);
};

test('a mount is where its path says, whether the image has the way to it or not', () => {
  const root = tree({ etc: tree({ hosts: file('old') }) });
  expect(
    placesOf(root, ['/etc/hosts', file('new')], ['/var/run/secrets/', directory()], ['/etc/hosts/x', file('')]),
  ).toEqual(['/etc/hosts', '/var/run/secrets', '/etc/hosts/x']);
});

test('a mount behind a link is where the link leads, in the image and in what was mounted before', () => {
  const root = tree({ run: directory(), var: tree({ run: link('/run') }) });
  expect(placesOf(root, ['/var/run', directory()])).toEqual(['/run']);
  expect(placesOf(root, ['/var/run/app', directory()])).toEqual(['/run/app']);
  const mounted = tree({ here: directory(), there: link('/run') });
  expect(placesOf(root, ['/data', mounted], ['/data/there', directory()], ['/data/here', directory()])).toEqual([
    '/data',
    '/run',
    '/data/here',
  ]);
});
