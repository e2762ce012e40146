/** Signals by name, without `SIG`, with Linux' numbers. */
export const SIGNALS: ReadonlyMap<string, number> = new Map(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF ' +
    'WINCH POLL PWR SYS'
  )
    .split(' ')
    .map((name, at) => [name, at + 1] as const),
);

export const SIGHUP = 1;
export const SIGINT = 2;
export const SIGQUIT = 3;
export const SIGKILL = 9;
export const SIGPIPE = 13;
export const SIGTERM = 15;
export const SIGCHLD = 17;
export const SIGCONT = 18;
export const SIGTSTP = 20;

const IGNORED = new Set(['CHLD', 'CONT', 'URG', 'WINCH'].map((name) => SIGNALS.get(name)));
const STOPPING = new Set(['STOP', 'TSTP', 'TTIN', 'TTOU'].map((name) => SIGNALS.get(name)));

/** What a signal does to a process that has not taken it over. */
export function defaultAction(signal: number): 'end' | 'stop' | 'ignore' {
  if (IGNORED.has(signal)) return 'ignore';
  return STOPPING.has(signal) ? 'stop' : 'end';
}

/** The number of `TERM`, `SIGTERM`, `term` or `15`; undefined for what is none. 0 is allowed (`kill -0`). */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return number <= 64 ? number : undefined;
  }
  const name = text.toUpperCase();
  return SIGNALS.get(name.startsWith('SIG') ? name.slice(3) : name);
}

/** `TERM` for 15. */
export function signalName(signal: number): string {
  for (const [name, number] of SIGNALS) if (number === signal) return name;
  return String(signal);
}

/** What an interactive shell says of a job that a signal ended. */
export function signalDescription(signal: number): string {
  return DESCRIPTIONS[signal] ?? `Unknown signal ${signal}`;
}

const DESCRIPTIONS: { readonly [signal: number]: string } = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  4: 'Illegal instruction',
  6: 'Aborted',
  8: 'Floating point exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
};
