import { describe, expect, test } from 'vitest';
import { directory, file, nodeAt } from '../../../src/engine/cluster/files.ts';
import { FileFailure } from '../../../src/engine/shell/files/errors.ts';
import { createFileSystem } from '../../../src/engine/shell/files/file-system.ts';
import { image } from './world.ts';

const files = (root = image(), options = {}) => createFileSystem({ root, nowMs: () => 5, ...options });

function code(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof FileFailure) return error.code;
    throw error;
  }
}

describe('an image shared by many machines', () => {
  test('is never changed by what one of them writes', () => {
    const root = image();
    const one = files(root);
    const two = files(root);
    one.write('/etc/hostname', 'other');
    one.makeDirectory('/etc/deep/er', { parents: true });
    one.remove('/bin', { recursive: true });
    expect(two.read('/etc/hostname')).toBe('box\n');
    expect(two.exists('/etc/deep')).toBe(false);
    expect(nodeAt(root, '/bin/cat')).toBeDefined();
    expect(one.exists('/bin/cat')).toBe(false);
  });
});

describe('mounts', () => {
  test('show a volume that several machines share, at paths the image lacks', () => {
    const volume = directory();
    const one = files();
    const two = files();
    one.mount('/data/in', volume, false);
    two.mount('/other', volume, true);
    one.write('/data/in/a', 'hello');
    expect(two.read('/other/a')).toBe('hello');
    expect(one.list('/')).toContain('data');
    expect(one.list('/data')).toEqual(['in']);
    expect(code(() => two.write('/other/b', ''))).toBe('EROFS');
    expect(code(() => two.remove('/other/a'))).toBe('EROFS');
  });

  test('may be single files', () => {
    const fs = files();
    fs.mount('/etc/app.conf', file('x=1'), true);
    expect(fs.read('/etc/app.conf')).toBe('x=1');
    expect(code(() => fs.write('/etc/app.conf', 'y'))).toBe('EROFS');
  });

  test('may be in /dev', () => {
    const fs = files();
    fs.mount('/dev/termination-log', file(''), false);
    fs.write('/dev/termination-log', 'bye');
    expect(fs.read('/dev/termination-log')).toBe('bye');
    expect(fs.exists('/dev/null')).toBe(true);
  });
});

test('links are followed, also through directories, and loops are found out', () => {
  const fs = files();
  fs.makeDirectory('/tmp/real');
  fs.symlink('real', '/tmp/link');
  fs.write('/tmp/link/f', 'x');
  expect(fs.read('/tmp/real/f')).toBe('x');
  expect(fs.canonical('/tmp/link/f')).toBe('/tmp/real/f');
  fs.symlink('b', '/tmp/a');
  fs.symlink('a', '/tmp/b');
  expect(code(() => fs.read('/tmp/a'))).toBe('ELOOP');
});

test('every failure has its errno', () => {
  const fs = files();
  expect(code(() => fs.read('/nope'))).toBe('ENOENT');
  expect(code(() => fs.read('/tmp'))).toBe('EISDIR');
  expect(code(() => fs.list('/etc/hostname'))).toBe('ENOTDIR');
  expect(code(() => fs.write('/etc/hostname/x', ''))).toBe('ENOTDIR');
  expect(code(() => fs.write('/nope/x', ''))).toBe('ENOENT');
  expect(code(() => fs.makeDirectory('/tmp'))).toBe('EEXIST');
  expect(code(() => fs.remove('/etc'))).toBe('ENOTEMPTY');
  expect(code(() => fs.rename('/etc', '/etc/below'))).toBe('EINVAL');
  expect(code(() => files(image(), { readOnly: true }).write('/tmp/x', ''))).toBe('EROFS');
  expect(code(() => files(image(), { sizeLimit: 10 }).write('/tmp/x', 'more than ten'))).toBe('ENOSPC');
});

test('a failure is an Error with an errno text', () => {
  expect(() => files().read('/nope')).toThrow('No such file or directory');
});

test('what is written goes to the file that was opened, even when it is renamed', () => {
  const fs = files();
  const opened = fs.open('/tmp/log', { truncate: false });
  opened.write('a');
  fs.rename('/tmp/log', '/tmp/log.1');
  opened.write('b');
  expect(fs.read('/tmp/log.1')).toBe('ab');
  expect(fs.exists('/tmp/log')).toBe(false);
});

test('listeners hear of each change', () => {
  const fs = files();
  const heard: string[] = [];
  const stop = fs.watch((path) => heard.push(path));
  fs.write('/tmp/x', '1');
  fs.remove('/tmp/x');
  stop();
  fs.write('/tmp/y', '1');
  expect(new Set(heard)).toEqual(new Set(['/tmp/x']));
});
