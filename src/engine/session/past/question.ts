import type { MapItem } from '../map-item.ts';
import type { MarkCursor, MarksPage } from './mark.ts';
import type { TerminalThen } from './terminal-record.ts';

/** An object by the store's key of its kind, `deployments.apps`; namespace '' for what has none. */
interface Named {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** What the page may ask of a session's past. Times are virtual, milliseconds since the Unix epoch; without one the present is meant. */
export type PastQuestion =
  /** Everything that the page shows, as it was: a `MomentThen`. */
  | { readonly about: 'moment'; readonly at: number }
  /** The marks of the time line after a cursor: a `TimeLinePage`. */
  | { readonly about: 'marks'; readonly after?: MarkCursor }
  /** Every object that there is: `ObjectRow`s. */
  | { readonly about: 'objects'; readonly at?: number }
  /** The newest events: `EventRow`s. */
  | { readonly about: 'events'; readonly at?: number }
  /** The versions of an object: `VersionRows`. */
  | (Named & { readonly about: 'versions' })
  /** One version of an object as YAML. */
  | (Named & { readonly about: 'version'; readonly revision: number })
  /** Who did what around a moment: an `Explanation`. */
  | { readonly about: 'explain'; readonly at: number }
  /** Who did what to make an object what it is, by kubectl's words: `pod/web`. An `Explanation`, or null while there is none of that name. */
  | { readonly about: 'explain-object'; readonly object: string; readonly namespace?: string; readonly at?: number };

/** The map and the terminals at a moment. */
export interface MomentThen {
  readonly atMs: number;
  readonly revision: number;
  readonly map: readonly MapItem[];
  readonly terminals: readonly TerminalThen[];
}

/** Marks, and how far back one can go. */
export interface TimeLinePage extends MarksPage {
  readonly startMs: number;
  readonly nowMs: number;
  /** Before this nothing is known any more; `startMs` while all is. */
  readonly oldestMs: number;
}

/** One object in the list of all. */
export interface ObjectRow extends Named {
  readonly kind: string;
}
