import type { Fault } from '../../cluster/faults/fault.ts';
import type { Localized } from '../../grader/lab.ts';
import type { Tone } from '../map-item.ts';

/** Something that the learner did. */
export type Deed =
  | { readonly kind: 'command'; readonly atMs: number; readonly terminal: number; readonly line: string }
  | { readonly kind: 'file'; readonly atMs: number; readonly path: string }
  | { readonly kind: 'check'; readonly atMs: number; readonly earned: number; readonly points: number }
  /** A task was complete for the first time. */
  | { readonly kind: 'reached'; readonly atMs: number; readonly title: Localized }
  /** Of all faults where there is none. */
  | { readonly kind: 'fault' | 'heal'; readonly atMs: number; readonly fault: Fault | undefined };

/** Something that happened in the cluster. `object` is a key of the map: `pods/default/web`. */
export type Happening =
  /** Pods that came to the same status close together: `object` is the first, `n` how many. */
  | {
      readonly kind: 'pods';
      readonly atMs: number;
      readonly object: string;
      readonly status: string;
      readonly tone: Tone;
      readonly n: number;
    }
  | {
      readonly kind: 'scale';
      readonly atMs: number;
      readonly object: string;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'rollout'; readonly atMs: number; readonly object: string; readonly images: readonly string[] }
  | {
      readonly kind: 'node';
      readonly atMs: number;
      readonly object: string;
      readonly status: string;
      readonly tone: Tone;
    };

/** What the time line shows of a moment: at virtual time `atMs`. */
export type Mark = Deed | Happening;

/** Where a reader of the marks has come to. */
export interface MarkCursor {
  readonly deed: number;
  readonly revision: number;
}

/** The marks after a cursor. */
export interface MarksPage {
  readonly marks: readonly Mark[];
  readonly next: MarkCursor;
  /** There are more, to be asked for at once. */
  readonly more: boolean;
}
