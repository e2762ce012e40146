import type { Reader, Writer } from './types.ts';

/** An end of something that several processes hold; it closes when the last of them lets go. */
export interface SharedEnd {
  retain(): void;
  release(): void;
}

/** Holds an end for one more holder, when it is one that counts. */
export function retain(end: Reader | Writer): void {
  if (isShared(end)) end.retain();
}

/** Lets go of an end, when it is one that counts. */
export function release(end: Reader | Writer): void {
  if (isShared(end)) end.release();
}

function isShared(end: (Reader | Writer) & Partial<SharedEnd>): end is (Reader | Writer) & SharedEnd {
  return end.release !== undefined;
}
