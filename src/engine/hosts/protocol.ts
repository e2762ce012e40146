import type { Fault } from '../cluster/faults/fault.ts';
import type { Json } from '../cluster/json.ts';
import type { Lab } from '../grader/lab.ts';
import type { Report } from '../grader/verdict.ts';
import type { Page } from '../session/browse/page.ts';
import type { Input } from '../session/input.ts';
import type { ManifestQuestion } from '../session/manifest/question.ts';
import type { MapChange } from '../session/map-item.ts';
import type { PastQuestion } from '../session/past/question.ts';
import type { Flow } from '../session/traffic-view.ts';

/** What a session begins from. */
export interface StartOptions {
  /** A lab, or null for a free cluster. */
  readonly lab: Lab | null;
  /** SHA-256 of the lab as JSON; '' without a lab. */
  readonly labDigest: string;
  readonly student: string;
  readonly seed: number;
  /** Virtual time at the start, milliseconds since the Unix epoch. */
  readonly startMs: number;
  /** Worker nodes of a cluster without a lab; a journal that names its own goes before. */
  readonly nodes: number;
  /** A journal to go on from: replayed first, at full speed. */
  readonly journal: string | null;
}

/** What the page may ask without changing anything. */
export type Question =
  | PastQuestion
  | ManifestQuestion
  | { readonly about: 'request'; readonly path: string; readonly accept?: string; readonly at?: number }
  /** Client-side view of one object: `kubectl describe` or `get -o yaml` text; `at` a virtual time: as it was then. */
  | {
      readonly about: 'describe' | 'yaml';
      readonly resource: string;
      readonly namespace: string;
      readonly name: string;
      readonly at?: number;
      /** With `metadata.managedFields`. */
      readonly managedFields?: boolean;
    }
  | { readonly about: 'query'; readonly language: 'jsonpath' | 'jq'; readonly query: string; readonly path: string }
  /** Why a pod is on its node, or on none: what the scheduler found the last time it tried; null when it has not, or not lately. */
  | { readonly about: 'decision'; readonly uid: string }
  /** What the browser pane could open now: `Offer`s. */
  | { readonly about: 'offers' }
  | { readonly about: 'journal' }
  /** The lab graded as it stands, as a `Report`; counts as no attempt. Null without a lab. */
  | { readonly about: 'report' }
  /** Faults of a YAML text against the field schemas, with their places. */
  | { readonly about: 'lint'; readonly text: string };

/** Page → session. */
export type ToSession =
  | { readonly is: 'start'; readonly options: StartOptions }
  | { readonly is: 'input'; readonly input: Input }
  /** An input that comes when so much virtual time has passed, which passes as fast as the machine can. */
  | { readonly is: 'later'; readonly waitMs: number; readonly input: Input }
  /** Virtual milliseconds per wall millisecond; 0 stops time. */
  | { readonly is: 'speed'; readonly speed: number }
  | { readonly is: 'skip'; readonly to: 'settled' | 'next' }
  | { readonly is: 'ask'; readonly id: number; readonly question: Question };

/** How far the learner is with each task. */
export interface Progress {
  readonly attempts: { readonly [task: string]: number };
  readonly hints: { readonly [task: string]: number };
  /** Tasks whose solution was shown; '' is the whole lab's. */
  readonly solutions: readonly string[];
}

/** Session → page. */
export type FromSession =
  | { readonly is: 'ready'; readonly engine: string; readonly tookMs: number; readonly replayed: number }
  | { readonly is: 'output'; readonly terminal: number; readonly text: string }
  /** A terminal's shell has ended and another has begun in it: the page closes a tab then. */
  | { readonly is: 'shell-ended'; readonly terminal: number }
  | { readonly is: 'map'; readonly changes: readonly MapChange[] }
  /** Who called whom since this was told last; `more` connections went other ways. */
  | { readonly is: 'traffic'; readonly flows: readonly Flow[]; readonly more: number }
  /** What the input `browse` of that number ended with. */
  | { readonly is: 'page'; readonly visit: number; readonly page: Page }
  /** The faults that last now: told whenever they change. */
  | { readonly is: 'faults'; readonly active: readonly Fault[] }
  | {
      readonly is: 'time';
      readonly nowMs: number;
      readonly startMs: number;
      readonly speed: number;
      readonly settled: boolean;
    }
  | { readonly is: 'files'; readonly changes: readonly { readonly path: string; readonly content: string | null }[] }
  /** A program wants the person to edit a file; answered by the input `edited`. */
  | { readonly is: 'edit'; readonly edit: number; readonly path: string; readonly content: string }
  /** The program was ended (Ctrl-C): nobody waits for that file any more. */
  | { readonly is: 'edit-ended'; readonly edit: number }
  | { readonly is: 'report'; readonly report: Report; readonly progress: Progress }
  /** One line to append to the saved journal. */
  | { readonly is: 'journal'; readonly line: string }
  | {
      readonly is: 'answer';
      readonly id: number;
      readonly answer: { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };
    }
  /** The session cannot go on; the page offers to begin again from its journal. */
  | { readonly is: 'failed'; readonly message: string };

/** Which host runs a session. */
export type HostKind = 'worker' | 'webcontainer' | 'node';

/**
 * Where a session program runs. The whole seam between a page (or a command) and a session: everything else is messages.
 * Each host passes the same contract test.
 */
export interface Host {
  readonly kind: HostKind;
  send(message: ToSession): void;
  /** One listener. */
  listen(listener: {
    message(message: FromSession): void /** The host is gone: crashed, out of memory, torn down. */;
    lost(why: string): void;
  }): void;
  stop(): void;
}
