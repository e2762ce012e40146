import { describe, expect, it } from 'vitest';
import { readArchive, writeArchive } from '../../../src/engine/shell/commands/tar/archive.ts';
import { world } from './world.ts';

const NUL = /\0/;

function sh(line: string, on = world()): { readonly stdout: string; readonly stderr: string; readonly status: number } {
  return on.run(['bash', '-c', line]);
}

describe('tar', () => {
  it('packs a folder and unpacks it elsewhere, with modes, links and letters beyond ASCII', () => {
    const ran = sh(
      "mkdir -p /w/d/e && echo 한국어 > /w/d/e/a && echo '#!' > /w/d/run && chmod 755 /w/d/run && ln -s e/a /w/d/link && cd /w && tar cf d.tar d && mkdir out && tar xf d.tar -C out && cat out/d/e/a && ls -l out/d/run | cut -c1-10 && readlink out/d/link",
    );
    expect(ran.stdout).toBe('한국어\n-rwxr-xr-x\ne/a\n');
    expect(ran.status).toBe(0);
  });

  it('streams between two of itself, as kubectl cp does', () => {
    const ran = sh('mkdir -p /a /b && echo hello > /a/f && tar cf - /a/f | tar xmf - -C /b && cat /b/a/f');
    expect(ran.stdout).toBe('hello\n');
    expect(ran.stderr).toBe("tar: Removing leading `/' from member names\n");
  });

  it('lists, and keeps names longer than a header has room for', () => {
    const long = 'n'.repeat(150);
    const ran = sh(`mkdir -p /l && cd /l && touch ${long} && tar cf x.tar ${long} && tar tf x.tar`);
    expect(ran.stdout).toBe(`${long}\n`);
  });

  it('refuses what is no archive, what leaves the folder, and compressed archives', () => {
    expect(sh('echo nonsense > /x && tar xf /x')).toMatchObject({
      status: 2,
      stderr: 'tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n',
    });
    const evil = writeArchive([
      { name: '../evil', type: 'file', mode: 0o644, modifiedMs: 0, content: 'x', target: '' },
    ]);
    const w = world();
    w.machine.fs.write('/evil.tar', evil);
    expect(sh('mkdir /in; cd /in; tar xf /evil.tar', w).stderr).toContain("Member name contains '..'");
    expect(sh('tar czf x.tgz /etc')).toMatchObject({ status: 2 });
  });

  it('writes whole records whose checksums hold', () => {
    const text = writeArchive([{ name: 'a', type: 'file', mode: 0o600, modifiedMs: 5000, content: 'ü', target: '' }]);
    expect(new TextEncoder().encode(text).length % 10240).toBe(0);
    expect(NUL.test(text)).toBe(true);
    expect(readArchive(text)).toEqual([
      { name: 'a', type: 'file', mode: 0o600, modifiedMs: 5000, content: 'ü', target: '' },
    ]);
  });
});
