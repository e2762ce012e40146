import type { RunJq } from '../session/instruments.ts';
import type { JqResult } from '../shell/process/types.ts';
import type { JqFuel } from './jq-fuel.ts';
import { atMoment } from './jq-time.ts';

/** What jq-web gives once it is loaded. `raw` throws an error with `exitCode` and `stderr`. */
export interface JqWeb {
  raw(input: string, filter: string, flags: readonly string[]): string;
}

function isFailure(error: unknown): error is { readonly stderr?: string; readonly exitCode?: number } {
  return typeof error === 'object' && error !== null;
}

/** How a run ends that would go on for ever: in words of its own, as other programs do that run out of steps. */
const STOPPED: JqResult = {
  stdout: '',
  stderr: 'jq: stopped: it did not come to an end within the steps that a program may take\n',
  code: 137,
};

/** How a run ends for whose filter or values there is no room. */
const TOO_LARGE: JqResult = {
  stdout: '',
  stderr: 'jq: stopped: it needs more memory than a program may take\n',
  code: 137,
};

/** jq-web reports warnings on the console; they are jq's standard error. */
function once(jq: JqWeb, fuel: JqFuel | undefined, filter: string, flags: readonly string[], input: string): JqResult {
  const { warn } = console;
  let noise = '';
  console.warn = (...words: unknown[]) => {
    noise = String(words[words.length - 1]);
  };
  fuel?.refill(input.length);
  try {
    return { stdout: jq.raw(input, filter, flags) ?? '', stderr: noise, code: 0 };
  } catch (error) {
    // Stopped or out of memory: what it was in the middle of is left as it was.
    const isSpent = fuel?.isSpent() ?? false;
    if (error instanceof WebAssembly.RuntimeError) fuel?.renew();
    if (isSpent) return STOPPED;
    if (error instanceof WebAssembly.RuntimeError && !('stderr' in error)) return TOO_LARGE;
    if (!isFailure(error)) throw error;
    return { stdout: '', stderr: error.stderr ?? String(error), code: error.exitCode ?? 2 };
  } finally {
    console.warn = warn;
  }
}

const IS_STATUS = /^-[a-zA-Z]*e/;

function withoutStatus(flag: string): readonly string[] {
  if (flag === '--exit-status') return [];
  if (!IS_STATUS.test(flag)) return [flag];
  const rest = flag.replace('e', '');
  return rest === '-' ? [] : [rest];
}

/** The status that `jq -e` ends with: 1 for a last output of false or null, 4 for no output. */
function exitStatus(
  jq: JqWeb,
  fuel: JqFuel | undefined,
  filter: string,
  flags: readonly string[],
  input: string,
): number {
  const last = once(
    jq,
    fuel,
    `[${filter}\n] | if length == 0 then 4 elif .[-1] == null or .[-1] == false then 1 else 0 end`,
    flags,
    input,
  );
  return Number(last.stdout.trim().split('\n').at(-1) || 4);
}

/** jq with standard output, standard error and exit status, as the command line has them. With `fuel` no run goes on for ever. */
export function jqRunner(jq: JqWeb, fuel?: JqFuel): RunJq {
  const run = (filter: string, flags: readonly string[], input: string): JqResult => {
    const wantsStatus = flags.some((flag) => flag === '--exit-status' || IS_STATUS.test(flag));
    const plain = flags.flatMap(withoutStatus);
    let result = once(jq, fuel, filter, plain, input);
    if (result.code === 5) {
      // What was printed before the error: jq-web throws it away, so the outputs are asked for again with the error swallowed.
      const before = once(jq, fuel, `(${filter}\n)?`, plain, input);
      result = { ...result, stdout: before.code === 0 ? before.stdout : '' };
    } else if (result.code === 0 && wantsStatus) {
      result = { ...result, code: exitStatus(jq, fuel, filter, plain, input) };
    }
    const stdout = result.stdout === '' || result.stdout.endsWith('\n') ? result.stdout : `${result.stdout}\n`;
    return { ...result, stdout, stderr: result.stderr.replaceAll('inputString', '<stdin>') };
  };
  return (filter, flags, input, nowMs = 0) => atMoment(nowMs, () => run(filter, flags, input));
}
