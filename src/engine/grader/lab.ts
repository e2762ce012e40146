import type { Fault } from '../cluster/faults/fault.ts';
import type { Json } from '../cluster/json.ts';

/** A text in each language that Skiff teaches in. */
export interface Localized {
  readonly en: string;
  readonly ko: string;
}

/** How a found value is judged. All that are given must hold; none given = the value must be truthy. */
export interface Matcher {
  readonly equals?: Json;
  readonly not?: Json;
  /** A regular expression on the value as text. */
  readonly matches?: string;
  /** A part of a text, or an element of a list. */
  readonly contains?: Json;
  readonly in?: readonly Json[];
  readonly less?: number;
  readonly lessOrEqual?: number;
  readonly greater?: number;
  readonly greaterOrEqual?: number;
  readonly exists?: true;
  /** Gone: the object must have existed in this session. */
  readonly absent?: true;
  /** How many values or objects were found. */
  readonly count?: number;
}

/** A way of reading one value out of JSON. */
export type Query = { readonly jsonpath: string } | { readonly jq: string } | { readonly whole: true };

/** What a learner got wrong, first match wins. */
export interface Otherwise {
  readonly query: Query;
  readonly matcher: Matcher;
  readonly say: Localized;
}

/** Where a `during` window begins or ends. */
export type Moment =
  | { readonly at: 'start' }
  | { readonly at: 'now' }
  | { readonly at: 'task'; readonly task: string }
  | { readonly at: 'time'; readonly ms: number };

/** What a check looks at. */
export type Subject =
  | { readonly kind: 'state'; readonly get: string; readonly query: Query; readonly matcher: Matcher }
  | {
      readonly kind: 'history';
      readonly of: string;
      readonly from: Moment;
      readonly to: Moment;
      /** Only the latest of the objects that had this name. */
      readonly latest?: true;
      readonly rule: 'always' | 'never' | 'eventually' | 'ordered';
      readonly filters: readonly string[];
    }
  | { readonly kind: 'command'; readonly pattern: string }
  | { readonly kind: 'file'; readonly path: string; readonly query: Query; readonly matcher: Matcher }
  | { readonly kind: 'answer'; readonly ask: Localized; readonly matcher: Matcher };

export interface Check {
  readonly id: string;
  readonly says: Localized;
  readonly points: number;
  /** Dropped from the published site; lives in the teacher's copy. */
  readonly hidden: boolean;
  readonly subject: Subject;
  readonly otherwise: readonly Otherwise[];
}

export interface Hint {
  readonly text: Localized;
  /** Unlocked after so many checks of the task. */
  readonly afterAttempts: number;
  /** Points that taking it costs. */
  readonly costs: number;
}

export interface Task {
  readonly id: string;
  readonly title: Localized;
  readonly text: Localized | undefined;
  /** Tasks that must be complete before this one counts. */
  readonly needs: readonly string[];
  readonly checks: readonly Check[];
  readonly hints: readonly Hint[];
  /** A way through this task, after the tasks before it; the page shows it who asks. Not in the published lab. */
  readonly solution?: readonly ProofStep[];
}

/** One step of a proof: a shell line, a file put in place of another, or time let pass. */
export type ProofStep =
  | { readonly kind: 'run'; readonly line: string }
  | { readonly kind: 'edit'; readonly path: string; readonly with: string }
  | { readonly kind: 'wait'; readonly ms: number | 'settled' }
  | { readonly kind: 'answer'; readonly check: string; readonly text: string };

export interface Proof {
  /** The score of a session in which nothing was done. */
  readonly unsolved: number;
  readonly solutions: readonly { readonly run: readonly ProofStep[] }[];
  readonly wrong: readonly {
    readonly run: readonly ProofStep[];
    readonly fails: readonly string[];
    readonly passes: readonly string[];
  }[];
}

/** A surprise: a shell line, or a fault made or healed (null: all), so long after the learner came. */
export type ScriptStep = { readonly atMs: number } & (
  | { readonly run: string }
  | { readonly fault: Fault }
  | { readonly heal: Fault | null }
);

/** What a lab asks of the learner: to go along, to reach a goal, or to find a fault. */
export const LAB_KINDS = ['guided', 'challenge', 'break-fix'] as const;
export type LabKind = (typeof LAB_KINDS)[number];

/** A lab, read and checked. Ships to the browser as JSON. */
export interface Lab {
  readonly id: string;
  readonly title: Localized;
  readonly summary: Localized;
  /** Default guided. */
  readonly kind?: LabKind;
  readonly lesson: string;
  readonly minutes: number;
  /** False: the site offers no solution of this lab. Default true. Not in the published lab. */
  readonly showSolution?: boolean;
  readonly seed: number;
  readonly vars: { readonly [name: string]: { readonly pick: readonly (string | number)[] } };
  readonly cluster: {
    /** Worker nodes beside the control plane. */
    readonly nodes: number;
    /** Whether a provider gives Services of type LoadBalancer an address. Default no. */
    readonly loadBalancers?: boolean;
    /** Registries whose images want these credentials (imagePullSecrets). */
    readonly registries?: readonly { readonly host: string; readonly username: string; readonly password: string }[];
    readonly apply: readonly string[];
    readonly script: readonly ScriptStep[];
  };
  /** Starter files by name, put into the learner's home; `apply` files are among them. */
  readonly files: { readonly [path: string]: string };
  readonly tasks: readonly Task[];
  readonly proof: Proof;
}
