import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { world } from './world.ts';

interface Recorded {
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

function recorded(name: string): readonly Recorded[] {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.recorded.json`, import.meta.url), 'utf8')) as Recorded[];
}

for (const name of ['dash-basics', 'dash', 'dash-more', 'bash', 'bash-more', 'commands', 'sed-awk']) {
  const shell = name.startsWith('bash') ? 'bash' : 'sh';
  describe(`${shell} prints what the real one prints (${name})`, () => {
    test.each(recorded(name))('$script', ({ script, stdout, stderr, status }) => {
      const here = world();
      here.machine.fs.makeDirectory('/tmp/shbox');
      const ran = here.run([shell, '-c', script], { cwd: '/tmp/shbox' });
      expect({ stdout: ran.stdout, stderr: ran.stderr, status: ran.status }).toEqual({ stdout, stderr, status });
    });
  });
}
