import { fileErrorText } from '../files/errors.ts';
import type { Call } from './command.ts';

/** GNU's and busybox' words for what could not be done. */
export function cannot(call: Call, gnu: string, busybox: string, error: string): number {
  return call.fail(`${call.style === 'busybox' ? busybox : gnu}: ${error}`);
}

/** Runs `act`; the errno text of what went wrong. */
export function problem(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return fileErrorText(error);
  }
}
