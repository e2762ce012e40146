/** Which part of a cluster acted. */
export type Part = 'you' | 'controller' | 'scheduler' | 'kubelet' | 'api-server' | 'other';

export interface Actor {
  readonly part: Part;
  /** `kubectl run`, `deployment-controller`, `kube-scheduler`, `kubelet`, or the user's name. */
  readonly name: string;
  /** A kubelet's node. */
  readonly node: string | undefined;
}

/** What a status that was written says anew. */
export type StatusFact =
  /** The kubelet has taken the pod on: its containers wait to be created. */
  | { readonly fact: 'accepted' }
  /** Sandbox and network are there. */
  | { readonly fact: 'sandbox'; readonly address: string }
  | { readonly fact: 'running'; readonly container: string }
  | { readonly fact: 'waiting'; readonly container: string; readonly reason: string }
  | {
      readonly fact: 'terminated';
      readonly container: string;
      readonly reason: string;
      readonly exitCode: number;
    }
  | { readonly fact: 'ready' | 'unready' }
  | { readonly fact: 'phase'; readonly phase: string }
  /** Of something that has replicas. */
  | { readonly fact: 'replicas'; readonly ready: number; readonly wanted: number }
  | { readonly fact: 'condition'; readonly type: string; readonly status: string };

/** What a request did. */
export type What =
  | { readonly is: 'read'; readonly verb: 'get' | 'list' | 'watch' }
  | { readonly is: 'refused'; readonly code: number }
  /** `made`: what the API server put in besides what was sent, where a learner should know it. */
  | { readonly is: 'created'; readonly made: readonly (readonly [string, string])[] }
  | { readonly is: 'bound'; readonly node: string; readonly feasible: number; readonly nodes: number }
  | { readonly is: 'scaled'; readonly from: number; readonly to: number }
  | { readonly is: 'rolled'; readonly images: readonly string[] }
  /** Marked for deletion: it goes when those who must have let go. */
  | { readonly is: 'deleting'; readonly graceSeconds: number }
  | { readonly is: 'deleted' }
  | { readonly is: 'status'; readonly facts: readonly StatusFact[] }
  | { readonly is: 'endpoints'; readonly addresses: number }
  | { readonly is: 'event'; readonly type: string; readonly reason: string; readonly message: string }
  /** Paths of the fields that changed: `spec.nodeName`. */
  | { readonly is: 'changed'; readonly paths: readonly string[] };

/** A version that an actor's watch had shown it before it acted. `object` is a key of the map. */
export interface Seen {
  readonly revision: number;
  readonly atMs: number;
  readonly object: string;
}

/** One request that the API server answered, and what it did. Times are virtual, milliseconds since the Unix epoch. */
export interface Step {
  readonly atMs: number;
  readonly actor: Actor;
  readonly verb: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number;
  /** The revision that it wrote; undefined for what wrote nothing. */
  readonly revision: number | undefined;
  /** A key of the map: for events the object that they are about. */
  readonly object: string;
  readonly kind: string;
  readonly saw: Seen | undefined;
  readonly what: What;
  /** How many steps of the same sort on other objects this one stands for, itself included. */
  readonly n: number;
}

/** What happened in a stretch of time, or around one object. */
export interface Explanation {
  readonly fromMs: number;
  readonly toMs: number;
  /** The command that came first, where there was one. */
  readonly command: string | undefined;
  /** The object that was followed, as a key of the map. */
  readonly object: string | undefined;
  readonly steps: readonly Step[];
  /** Steps that were left out because there are too many. */
  readonly left: number;
  /** Requests so old have been forgotten. */
  readonly forgotten: boolean;
}
