import type { Writer } from './types.ts';

/** Throws everything away: `/dev/null`. */
export const nullWriter: Writer = { isTerminal: false, write() {} };

/** Calls back with each piece written. */
export function callbackWriter(write: (text: string) => void): Writer {
  return { isTerminal: false, write };
}

/** Keeps what is written. */
export function collectingWriter(): Writer & { readonly text: () => string } {
  let kept = '';
  return {
    isTerminal: false,
    write(text) {
      kept += text;
    },
    text: () => kept,
  };
}
