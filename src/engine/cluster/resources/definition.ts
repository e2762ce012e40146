import type { Json, JsonObject, KubeObject } from '../json.ts';

/** One invalid field: what becomes a cause of a 422 Status. Models: apimachinery/pkg/util/validation/field.Error */
export interface FieldError {
  readonly type:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueNotSupported'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTypeInvalid';
  /** `spec.containers[0].name` */
  readonly field: string;
  /** The text after `field: `, as Kubernetes words it: `Required value: …`, `Invalid value: "x": …`. */
  readonly detail: string;
}

/** A column of a server-side table. `priority` 0 shows always, 1 with `-o wide`. Models: apimachinery/pkg/apis/meta/v1.TableColumnDefinition */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** What a table cell may look at besides the object. */
export interface TableContext {
  readonly nowMs: number;
}

/** The warnings of a request whose sender does not read any: a component of the cluster. */
export const UNHEARD = (_text: string): void => {};

/** What a strategy may ask of the cluster while it prepares or validates. */
export interface StrategyContext {
  readonly nowMs: number;
  /** Who asks. */
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  /** Addresses and ports that are handed out at write time (Services). Throws `FieldError[]` via `reject` when taken. */
  readonly allocate: {
    clusterIp(wanted: string | undefined, owner: string): { readonly value: string } | { readonly error: string };
    nodePort(wanted: number | undefined, owner: string): { readonly value: number } | { readonly error: string };
  };
  /** Reads another object (admission: ServiceAccount, PriorityClass, Namespace …). */
  get(resource: string, namespace: string, name: string): KubeObject | undefined;
  list(resource: string, namespace: string): Iterable<KubeObject>;
  /** Adds a warning to the response; `UNHEARD` where nobody reads it, so that warnings need not be worked out. */
  readonly warn: (text: string) => void;
}

/** Subresources beyond the object itself that a kind may offer. */
export interface Subresources {
  readonly status?: boolean;
  readonly scale?: {
    readonly specReplicasPath: string;
    readonly statusReplicasPath: string;
    /** The label selector as text, from the object. */
    selector(object: KubeObject): string;
  };
  /** Served by a room that registers for it: pods/log, pods/exec, pods/binding, pods/eviction … */
  readonly others?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly group?: string;
    readonly version?: string;
    readonly verbs: readonly string[];
  }[];
}

/** What a custom resource's version has besides the facts of every kind. */
export interface CustomFacts {
  /** The object without fields that its schema does not name, with their paths. Throws where it is no object. */
  prune(object: JsonObject): { readonly value: Json; readonly unknown: readonly string[] };
  /** Checks an update of the status alone. */
  validateStatus(object: KubeObject, old: KubeObject, warn: (text: string) => void): FieldError[];
  /** The schema as OpenAPI shows it, under its name there. */
  readonly openApi: { readonly name: string; readonly schema: JsonObject };
  /** What every use of a deprecated version is answered with. */
  readonly deprecation: string | undefined;
}

/** How a version of a kind that is stored as another one is shown, and taken back. Functions keep `metadata` as it is where they can. */
export interface VersionView {
  /** The resource that holds the objects: `events` for events.k8s.io. */
  readonly of: string;
  show(object: KubeObject): KubeObject;
  take(object: JsonObject): JsonObject;
}

/**
 * All facts of one kind, in one file: adding a kind takes one such file and one line in `registry.ts`.
 * Functions get complete objects and return new ones (structural sharing; never change in place).
 * Models: pkg/registry/<group>/<kind>/strategy.go and pkg/printers/internalversion
 */
export interface ResourceDefinition {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Key into the field schemas: `io.k8s.api.core.v1.Pod`. */
  readonly schema: string;
  readonly subresources: Subresources;
  /** Verbs that are not offered (componentstatuses …); default none. */
  readonly withoutVerbs?: readonly string[];
  /** Fills defaults. Runs on create, update and patch, before validation. Models: pkg/apis/<group>/v1/defaults.go */
  defaults?(object: KubeObject): KubeObject;
  /**
   * Clears status on create, allocates, starts `metadata.generation` where the kind has one. Also where mutating admission for the
   * kind lives; what admission refuses is thrown as `ApiError`.
   */
  prepareForCreate?(object: KubeObject, context: StrategyContext): KubeObject;
  /** `subresource` is '' for the object itself: keep the old status there, and the old spec for 'status'. The server already does both for the usual shapes. */
  prepareForUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): KubeObject;
  /** What a DELETE adds to the object when it is first marked: finalizers of the kind's own, conditions. */
  prepareForDelete?(object: KubeObject, context: { readonly nowMs: number }): KubeObject;
  validate?(object: KubeObject, context: StrategyContext): FieldError[];
  /** The whole check of an update of the object itself (not of its status); `validate` is not called then. Without it, `validate` is. */
  validateUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): FieldError[];
  /** True where a change of this kind raises metadata.generation; default: `spec` changed (deep, by reference first). */
  raisesGeneration?(object: KubeObject, old: KubeObject): boolean;
  /** Seconds of grace for DELETE with the given options; undefined = removed at once. Only pods have one. */
  graceSeconds?(object: KubeObject, requested: number | undefined): number | undefined;
  readonly columns: readonly TableColumn[];
  /** The cells of one row, in the order of `columns`. */
  cells(object: KubeObject, context: TableContext): readonly Json[];
  /** Field selector keys beyond metadata.name and metadata.namespace, with how to read them. */
  readonly fieldSelectors: { readonly [key: string]: (object: KubeObject) => string };
  /** Set where this is another version of a resource that is stored elsewhere; its field selectors read the stored object. */
  readonly view?: VersionView;
  /** The objects of a kind that is not stored but worked out when somebody looks (ComponentStatus); may throw `ApiError`. '' asks for all. */
  computed?(namespace: string, name: string): readonly KubeObject[];
  /** True for a version that is stored and not served: no path leads to it. */
  readonly isHidden?: boolean;
  /** Set for a custom resource. */
  readonly custom?: CustomFacts;
  /** Extra index values kept by the store, e.g. `{ node: o => spec.nodeName }`; owner, namespace and labels are always indexed. */
  readonly indexes?: { readonly [index: string]: (object: KubeObject) => string | undefined };
}

/** A kind's object as JSON, for code that walks it. */
export function asJson(object: KubeObject): JsonObject {
  return object as unknown as JsonObject;
}
