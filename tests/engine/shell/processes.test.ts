import { describe, expect, test } from 'vitest';
import { RunningProcess } from '../../../src/engine/shell/process/running-process.ts';
import { sh, world } from './world.ts';

describe('time', () => {
  test('sleep takes virtual time and the exit status is true', () => {
    const ran = world().run(['sh', '-c', 'sleep 2; exit 1']);
    expect(ran.status).toBe(1);
    expect(ran.seconds).toBeCloseTo(2, 1);
  });

  test('output streams while the program runs', () => {
    const { start, clock } = world();
    const { stdout } = start(['sh', '-c', 'while true; do echo tick; sleep 1; done']);
    clock.runUntil(clock.nowMs() + 2500);
    expect(stdout()).toBe('tick\ntick\ntick\n');
  });

  test('pipes stream from running process to running process', () => {
    const { start, clock } = world();
    const { stdout } = start(['sh', '-c', '(echo a; sleep 5; echo b) | grep --line-buffered . | sed s/^/-/']);
    clock.runUntil(clock.nowMs() + 1000);
    expect(stdout()).toBe('-a\n');
    clock.runUntil(clock.nowMs() + 10_000);
    expect(stdout()).toBe('-a\n-b\n');
  });

  test('a loop that never waits costs virtual time', () => {
    const { start, clock } = world();
    const began = clock.nowMs();
    const { process } = start(['sh', '-c', 'while true; do :; done']);
    clock.runUntil(began + 100);
    expect(process.end).toBeUndefined();
    expect(clock.nowMs()).toBe(began + 100);
  });

  test('and is stopped in the end with one plain line', () => {
    const ran = world().run(['sh', '-c', 'while true; do :; done']);
    expect(ran.stderr).toBe('sh: stopped: 1,000,000 steps without ever waiting (a loop that never ends?)\n');
    expect(ran.status).toBe(137);
  });

  test('a loop that sleeps goes on for ever', () => {
    const { start, clock } = world();
    const { process } = start([
      'sh',
      '-c',
      'while true; do for i in 1 2 3; do echo $i | cat > /dev/null; done; sleep 1; done',
    ]);
    clock.runUntil(clock.nowMs() + 3_600_000);
    expect(process.end).toBeUndefined();
  });
});

describe('signals', () => {
  const container = (script: string) => {
    const made = world({ container: true });
    const started = made.start(['sh', '-c', script]);
    const pass = (ms: number) => made.clock.runUntil(made.clock.nowMs() + ms);
    pass(500);
    return { ...made, ...started, pass };
  };

  test('PID 1 ignores SIGTERM that it has not taken over', () => {
    const { machine, process, pass } = container('sleep 3600; true');
    machine.signal(1, 15);
    pass(1000);
    expect(process.end).toBeUndefined();
    machine.signal(1, 9);
    expect(process.end).toEqual({ status: 137, signal: 9, outOfMemory: false });
    expect(machine.processes()).toEqual([]);
  });

  test('PID 1 cannot be killed from inside its container', () => {
    const { machine, process, pass } = container('sh -c "kill -9 1"; echo alive; sleep 5; true');
    pass(100);
    expect(process.end).toBeUndefined();
    expect(machine.kill(1, 9)).toBe(true);
    expect(process.end).toBeUndefined();
  });

  test('a trap runs when the foreground program has ended', () => {
    const { machine, process, stdout, pass } = container("trap 'echo bye; exit 3' TERM; while true; do sleep 1; done");
    machine.signal(1, 15);
    pass(100);
    expect(process.end).toBeUndefined();
    pass(1000);
    expect(stdout()).toBe('bye\n');
    expect(process.end?.status).toBe(3);
  });

  test('wait is interrupted by a trap at once', () => {
    const { machine, process, pass } = container("trap 'exit 0' TERM; sleep 3600 & wait");
    machine.signal(1, 15);
    pass(10);
    expect(process.end?.status).toBe(0);
    expect(machine.processes()).toEqual([]);
  });

  test('sh -c hands its process to the last command', () => {
    const { machine } = container('echo up; sleep 3600');
    expect(machine.processes().map(({ pid, argv }) => [pid, argv.join(' ')])).toEqual([[1, 'sleep 3600']]);
  });

  test('a writer whose reader has gone ends with SIGPIPE, silently', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell syntax
    const ran = world().run(['bash', '-c', 'yes | head -n 2; echo ${PIPESTATUS[0]}']);
    expect(ran.stdout).toBe('y\ny\n141\n');
    expect(ran.stderr).toBe('');
  });

  test('children get their own statuses', () => {
    expect(sh('(exit 3) & a=$!; (sleep 1; exit 4) & wait $a; echo $?; wait $!; echo $?')).toBe('3\n4\n');
  });
});

describe('limits', () => {
  test('a string that grows and grows is killed for memory', () => {
    const ran = world({ memoryLimitBytes: 16 * 1024 * 1024 }).run(['sh', '-c', 'x=a; while true; do x=$x$x; done']);
    expect(ran.end).toEqual({ status: 137, signal: 9, outOfMemory: true });
  });

  test('tail /dev/zero meets the memory limit', () => {
    const ran = world({ memoryLimitBytes: 16 * 1024 * 1024 }).run(['tail', '/dev/zero']);
    expect(ran.end).toEqual({ status: 137, signal: 9, outOfMemory: true });
  });

  test('a fork bomb meets the limit on processes and is over', () => {
    const ran = world().run(['bash', '-c', ':(){ :|:& };:; sleep 1; echo over']);
    expect(ran.stdout).toBe('over\n');
    expect(ran.stderr).toContain('fork: retry: Resource temporarily unavailable');
  });

  test('functions nested without end are refused', () => {
    const ran = world().run(['bash', '-c', 'f() { f; }; f']);
    expect(ran.stderr).toBe('bash: line 1: maximum function nesting level exceeded\n');
  });

  test('ten thousand rounds of builtins are no matter', () => {
    expect(sh('i=0; while [ $i -lt 10000 ]; do i=$((i+1)); done; echo $i')).toBe('10000\n');
  });
});

describe('starting', () => {
  test('what is not there is told from what may not run', () => {
    const { machine } = world();
    machine.fs.write('/tmp/plain', 'x');
    machine.fs.write('/tmp/text', 'echo hi', { mode: 0o755 });
    expect(machine.start({ argv: ['/no/such'] })).toEqual({ error: 'not-found' });
    expect(machine.start({ argv: ['/tmp/plain'] })).toEqual({ error: 'not-executable' });
    expect(machine.start({ argv: ['/tmp/text'] })).toEqual({ error: 'exec-format' });
    expect(machine.start({ argv: ['/bin/true'] })).toBeInstanceOf(RunningProcess);
  });

  test('a shebang line names the interpreter', () => {
    const { machine, run } = world();
    machine.fs.write('/tmp/s', '#!/bin/sh -e\necho "$0 $1"; false; echo no\n', { mode: 0o755 });
    const ran = run(['/tmp/s', 'x']);
    expect([ran.stdout, ran.status]).toEqual(['/tmp/s x\n', 1]);
  });

  test('ps shows the machine', () => {
    expect(world({ container: true, style: 'busybox' }).run(['sh', '-c', 'sleep 9 & ps; true']).stdout).toBe(
      'PID   USER     COMMAND\n    1 root     sh -c sleep 9 & ps; true\n    2 root     sleep 9\n    3 root     ps\n',
    );
  });
});
