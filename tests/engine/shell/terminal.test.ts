import { expect, test } from 'vitest';
import { createShellSession } from '../../../src/engine/shell/terminal/shell-session.ts';
import { START_MS, world } from './world.ts';

/** A terminal with a shell; `type` lets two virtual seconds pass and gives what appeared, without escape sequences. */
function terminal() {
  const { machine, clock } = world();
  let shown = '';
  const ended: number[] = [];
  const session = createShellSession({
    machine,
    env: new Map([
      ['PATH', '/bin'],
      ['HOME', '/root'],
      ['PS1', '$ '],
    ]),
    cwd: '/root',
    completers: new Map([
      ['kubectl', (words) => (words.length === 2 ? [{ text: 'get' }, { text: 'geta', description: 'x' }] : undefined)],
    ]),
    exited: (status) => ended.push(status),
  });
  session.onOutput((text) => {
    shown += text;
  });
  const pass = (ms = 2000) => {
    clock.runUntil(clock.nowMs() + ms);
    const text = shown;
    shown = '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences
    return text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '~');
  };
  pass();
  return {
    session,
    clock,
    machine,
    pass,
    ended,
    type(text: string, ms?: number) {
      session.input(text);
      return pass(ms);
    },
  };
}

test('a line is run when Enter is pressed', () => {
  expect(terminal().type('echo hi\r')).toBe('echo hi\r\nhi\r\n$ ');
});

test('Ctrl-C at the prompt gives a fresh one', () => {
  expect(terminal().type('abc\x03')).toBe('abc^C\r\n$ ');
});

test('Ctrl-C ends the program in the foreground', () => {
  const { type } = terminal();
  expect(type('sleep 100\r')).toBe('sleep 100\r\n');
  expect(type('\x03')).toBe('^C\r\n$ ');
  expect(type('echo $?\r')).toBe('echo $?\r\n130\r\n$ ');
});

test('Ctrl-C ends a loop of builtins', () => {
  const { type } = terminal();
  type('while true; do x=1; done\r', 500);
  expect(type('\x03')).toContain('^C');
  expect(type('echo back\r')).toBe('echo back\r\nback\r\n$ ');
});

test('Ctrl-C ends a loop that runs programs, with all of it', () => {
  const { type } = terminal();
  expect(type('while true; do date; done\r', 100)).toContain('UTC 2026');
  expect(type('\x03')).toMatch(/^\^C\r\n\$ $/);
});

test('a loop that never ends is stopped with one plain line', () => {
  const { type } = terminal();
  expect(type('while true; do :; done\r', 60_000)).toBe(
    'while true; do :; done\r\nbash: stopped: 1,000,000 steps without ever waiting (a loop that never ends?)\r\n$ ',
  );
  expect(type('echo $?\r')).toBe('echo $?\r\n137\r\n$ ');
});

test('unfinished quotes, lists and here-documents ask for more', () => {
  const { type } = terminal();
  expect(type('echo "a\r')).toBe('echo "a\r\n> ');
  expect(type('b"\r')).toBe('b"\r\na\r\nb\r\n$ ');
  expect(type('if true\r')).toBe('if true\r\n> ');
  type('then echo yes\r');
  expect(type('fi\r')).toBe('fi\r\nyes\r\n$ ');
  type('cat <<E\r');
  type('x\r');
  expect(type('E\r')).toBe('E\r\nx\r\n$ ');
});

test('the arrows walk through the history', () => {
  const { type } = terminal();
  type('echo one\r');
  type('echo two\r');
  expect(type('\x1b[A\x1b[A\r')).toContain('one\r\n$ ');
  expect(type('!!\r')).toBe('!!\r\necho one\r\none\r\n$ ');
});

test('editing keys change the line', () => {
  const { type } = terminal();
  expect(type('ecXho ab\x01\x1b[C\x1b[C\x1b[3~\x05c\x1b[D\x7f\r')).toContain('\r\nac\r\n');
  expect(type('echo a b\x17c\r')).toContain('\r\na c\r\n');
  expect(type('rubbish\x15echo 가\r')).toContain('\r\n가\r\n');
});

test('Ctrl-R finds an earlier line', () => {
  const { type } = terminal();
  type('echo needle\r');
  type('echo hay\r');
  expect(type('\x12nee\r')).toContain('\r\nneedle\r\n');
});

test('Tab completes commands, files and arguments', () => {
  const { type, machine } = terminal();
  machine.fs.write('/root/manifest.yaml', 'x\n');
  expect(type('cat man\t\r')).toBe('cat manifest.yaml \r\nx\r\n$ ');
  expect(type('whoa\t\r')).toContain('\r\nroot\r\n');
  expect(type('alias k=kubectl\r')).toBe('alias k=kubectl\r\n$ ');
  const listed = type('k g\t\t');
  expect(listed).toContain('get');
  expect(listed).toContain('(x)');
  type('\x03');
});

test('programs read lines that the terminal edits and echoes', () => {
  const { type } = terminal();
  type('cat\r');
  expect(type('helo\x7flo\r')).toBe('helo\b \blo\r\nhello\r\n');
  expect(type('\x04')).toBe('$ ');
});

test('what is typed while a program runs is read by the shell later', () => {
  const { type } = terminal();
  type('sleep 5\recho after\r', 1000);
  expect(type('', 10_000)).toContain('\r\nafter\r\n$ ');
});

test('a pasted here-document arrives whole and is shown once', () => {
  const { type, machine } = terminal();
  const shown = type('cat <<EOF > p.yaml\rkind: Pod\r  name: web\rEOF\recho done\r');
  expect(machine.fs.read('/root/p.yaml')).toBe('kind: Pod\n  name: web\n');
  expect(shown).toBe('cat <<EOF > p.yaml\r\n> kind: Pod\r\n>   name: web\r\n> EOF\r\n$ echo done\r\ndone\r\n$ ');
});

test('a marked paste runs line after line, with its tabs, and its last line waits', () => {
  const { type, machine } = terminal();
  const shown = type('\x1b[200~cat <<EOF > t\r\ta\tb\rEOF\rfor i in 1 2\rdo echo $i\rdone\recho last\x1b[201~');
  expect(machine.fs.read('/root/t')).toBe('\ta\tb\n');
  expect(shown).toContain('1\r\n2\r\n');
  expect(shown.endsWith('$ echo last')).toBe(true);
  expect(type('\r')).toBe('\r\nlast\r\n$ ');
});

test('a program that reads gets a marked paste without its marks', () => {
  const { type } = terminal();
  type('cat\r');
  expect(type('\x1b[200~one\rtwo\r\x1b[201~')).toBe('one\r\ntwo\r\none\r\ntwo\r\n');
  type('\x04');
  expect(type('\x1b[200~cat\rin\r\x1b[201~\x04')).toContain('in\r\nin\r\n');
});

test('lines pasted after a command that reads are its input', () => {
  const { type } = terminal();
  expect(type('cat\rhello\r')).toBe('cat\r\nhello\r\nhello\r\n');
  type('\x04');
});

test('Ctrl-C ends the read builtin', () => {
  const { type } = terminal();
  expect(type('read x\r')).toBe('read x\r\n');
  expect(type('\x03')).toBe('^C\r\n$ ');
});

test('jobs run in the background and are reported', () => {
  const { type } = terminal();
  expect(type('sleep 3 &\r', 500)).toMatch(/^sleep 3 &\r\n\[1\] \d+\r\n\$ $/);
  expect(type('jobs\r', 500)).toBe('jobs\r\n[1]+  Running                 sleep 3 &\r\n$ ');
  expect(type('\r', 5000)).toBe('\r\n$ ');
  expect(type('\r')).toBe('\r\n[1]+  Done                    sleep 3\r\n$ ');
});

test('Ctrl-Z stops a job and fg takes it up again', () => {
  const { type } = terminal();
  type('sleep 3\r', 500);
  expect(type('\x1a')).toBe('^Z\r\n[1]+  Stopped                 sleep 3\r\n$ ');
  expect(type('fg\r', 5000)).toBe('fg\r\nsleep 3\r\n$ ');
});

test('exit and Ctrl-D end the shell', () => {
  const { type, ended } = terminal();
  expect(type('\x04')).toBe('exit\r\n');
  expect(ended).toEqual([0]);
  const other = terminal();
  other.type('exit 3\r');
  expect(other.ended).toEqual([3]);
});

test('the shell knows when it waits at its prompt', () => {
  const { session, type } = terminal();
  expect(session.isAtPrompt()).toBe(true);
  type('sleep 10\r', 100);
  expect(session.isAtPrompt()).toBe(false);
});

test('a fork bomb meets the limit on processes', () => {
  const { type } = terminal();
  const text = type('f(){ f|f& };f\r', 20_000);
  expect(text).toContain('fork: retry: Resource temporarily unavailable');
  expect(type('\r')).toContain('$ ');
});

test('time is the virtual clock', () => {
  const { type, clock } = terminal();
  expect(clock.nowMs()).toBeGreaterThanOrEqual(START_MS);
  expect(type('date +%Y-%m-%d\r')).toContain('2026-11-22');
});

test('what a job in the background prints over the prompt begins its lines at the left', () => {
  const { type, pass } = terminal();
  type("(sleep 3; printf 'one\\ntwo\\n') &\r", 500);
  expect(pass(4000)).toBe('one\r\ntwo\r\n');
});
