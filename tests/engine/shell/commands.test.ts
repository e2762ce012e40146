import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/engine/shell/commands/definitions.ts';
import { commandNamed } from '../../../src/engine/shell/commands/named.ts';
import {
  busyboxApplets,
  coreutils,
  dnsTools,
  learnerTools,
  networkTools,
  packageManagers,
} from '../../../src/engine/shell/commands/registry.ts';
import type { Task } from '../../../src/engine/shell/process/types.ts';
import { START_MS, world } from './world.ts';

describe('every command', () => {
  test.each(COMMANDS.filter(({ raw }) => raw !== true).map(({ name }) => name))('%s has a usage', (name) => {
    const ran = world().run([name, '--help']);
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain(`Usage: ${name}`);
  });

  test.each(COMMANDS.filter(({ raw }) => raw !== true).map(({ name }) => name))(
    '%s refuses an option it does not know',
    (name) => {
      const ran = world().run([name, '--no-such-option']);
      expect(ran.status).toBeGreaterThan(0);
      expect(ran.stderr).toContain("unrecognized option '--no-such-option'");
    },
  );

  test.each(Object.entries({ coreutils, busyboxApplets, dnsTools, networkTools, packageManagers, learnerTools }))(
    'that %s names has a definition',
    (_set, programs) => {
      for (const name of programs.keys()) expect(() => commandNamed(name, 'gnu')).not.toThrow();
    },
  );

  test('is in one of the sets', () => {
    for (const { name } of COMMANDS)
      expect([coreutils, busyboxApplets, learnerTools].some((set) => set.has(name))).toBe(true);
  });
});

function* pause(): Task<void> {
  yield {
    on: 'host',
    start(wake) {
      wake();
      return () => {};
    },
  };
}

test("busybox' words differ from GNU's", () => {
  const run = (line: string) => world({ style: 'busybox' }).run(['ash', '-c', line]).stderr;
  expect(run('cat nofile')).toBe("cat: can't open 'nofile': No such file or directory\n");
  expect(run('ls nofile')).toBe('ls: nofile: No such file or directory\n');
  expect(run('rm nofile')).toBe("rm: can't remove 'nofile': No such file or directory\n");
  expect(run('mkdir /tmp')).toBe("mkdir: can't create directory '/tmp': File exists\n");
  expect(run('nosuch')).toBe('ash: nosuch: not found\n');
  expect(run('cat < nofile')).toBe("ash: can't open nofile: no such file\n");
  expect(run('echo > /no/x')).toBe("ash: can't create /no/x: nonexistent directory\n");
  expect(run('echo > /tmp')).toBe("ash: can't create /tmp: Is a directory\n");
});

describe('jq', () => {
  const runJq = (filter: string, flags: readonly string[], input: string) => {
    if (filter === '.bad[') return { stdout: '', stderr: 'jq: error: syntax error\njq: 1 compile error\n', code: 3 };
    return { stdout: `${filter} ${flags.join(' ')} ${input.trim()}\n`, stderr: '', code: 0 };
  };
  const run = (script: string) => world({ runJq }).run(['sh', '-c', script]);

  test('hands filter, flags and input to the engine', () => {
    expect(run(`echo '{"a":1}' | jq -r .a`).stdout).toBe('.a -r {"a":1}\n');
    expect(run(`echo '{}' | jq -c --arg x 1 '.a'`).stdout).toBe('.a -c --arg x 1 {}\n');
    expect(run(`echo '{"f":2}' > /tmp/f; jq . /tmp/f`).stdout).toBe('.  {"f":2}\n');
    expect(run('jq -n 1').stdout).toBe('1 -n null\n');
  });

  test('filters values as they arrive', () => {
    expect(run(`(echo '{"a":1}'; sleep 1; echo '{"a":2}') | jq .a`).stdout).toBe('.a  {"a":1}\n.a  {"a":2}\n');
    expect(run(`(echo '{"a":1}'; sleep 1; echo '{"a":2}') | jq -s .`).stdout).toBe('. -s {"a":1}\n{"a":2}\n');
  });

  test('has its exit statuses', () => {
    expect(run('echo {} | jq .bad[')).toMatchObject({
      status: 3,
      stderr: 'jq: error: syntax error\njq: 1 compile error\n',
    });
    expect(run('jq')).toMatchObject({ status: 2 });
    expect(run('jq . nofile')).toMatchObject({
      status: 2,
      stderr: 'jq: error: Could not open nofile: No such file or directory\n',
    });
  });
});

describe('editors', () => {
  test('open the file for the person and write back what was saved', () => {
    const seen: string[] = [];
    const made = world({
      *editFile(path: string, content: string): Task<{ readonly saved: string | undefined }> {
        seen.push(path, content);
        yield* pause();
        return { saved: `${content}more\n` };
      },
    });
    made.machine.fs.write('/root/a.yaml', 'x\n');
    expect(made.run(['vi', 'a.yaml']).status).toBe(0);
    expect(seen).toEqual(['/root/a.yaml', 'x\n']);
    expect(made.machine.fs.read('/root/a.yaml')).toBe('x\nmore\n');
  });

  test('say so where nobody is there', () => {
    expect(world().run(['nano', 'x'])).toMatchObject({
      status: 1,
      stderr: 'nano: there is no editor at this terminal\n',
    });
  });
});

describe('watch', () => {
  test('runs the command every two seconds until it is stopped', () => {
    const { start, clock, machine } = world();
    const { stdout, process } = start(['watch', 'date', '+%S']);
    clock.runUntil(clock.nowMs() + 5000);
    expect(stdout().match(/Every 2\.0s: date \+%S/g)).toHaveLength(3);
    machine.signal(process.pid, 2);
    expect(process.end?.status).toBe(130);
  });
});

describe('tail -f', () => {
  test('prints what is added', () => {
    const { start, clock, machine } = world();
    machine.fs.write('/tmp/log', 'a\n');
    const { stdout } = start(['tail', '-f', '/tmp/log']);
    clock.runUntil(clock.nowMs() + 500);
    machine.fs.write('/tmp/log', 'b\n', { append: true });
    clock.runUntil(clock.nowMs() + 2000);
    expect(stdout()).toBe('a\nb\n');
  });
});

test('date is the virtual clock', () => {
  expect(world().run(['date']).stdout).toBe('Sun Nov 22 09:00:00 UTC 2026\n');
  expect(world().run(['date', '+%s']).stdout).toBe(`${START_MS / 1000}\n`);
});

test('kill, pkill and killall end processes', () => {
  const script =
    'sleep 100 & pkill sleep; wait; sleep 200 & killall -TERM sleep; wait; sleep 300 & kill -9 $!; wait; echo over';
  expect(world().run(['sh', '-c', script])).toMatchObject({ stdout: 'over\n', status: 0 });
});

test('what cannot be simulated is refused in plain words', () => {
  expect(world().run(['apt-get', 'install', 'curl'])).toMatchObject({
    status: 1,
    stderr: 'apt-get: packages cannot be installed here: there is no network outside the cluster\n',
  });
  expect(world().run(['ping', 'web'])).toMatchObject({
    status: 1,
    stderr: 'ping: ICMP is not simulated: try nc -zv HOST PORT or curl\n',
  });
});

test('less prints through', () => {
  expect(world().run(['less'], { stdin: 'text\n' }).stdout).toBe('text\n');
});
