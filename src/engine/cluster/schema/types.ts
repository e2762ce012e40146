import type { Json } from '../json.ts';

/** What a value may be. `any` takes every JSON value; `object` takes any object (RawExtension, FieldsV1). */
export type ValueType =
  | { readonly kind: 'string'; readonly format?: 'byte' | 'date-time'; readonly enum?: readonly string[] }
  | { readonly kind: 'integer'; readonly format: 'int32' | 'int64' }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'int-or-string' }
  | { readonly kind: 'quantity' }
  | { readonly kind: 'object' }
  | { readonly kind: 'any' }
  | { readonly kind: 'array'; readonly items: ValueType }
  | { readonly kind: 'map'; readonly values: ValueType }
  /** A named type: look it up with `schemaOf`. */
  | { readonly kind: 'ref'; readonly name: string };

/** One field of a type. */
export interface FieldSchema {
  readonly name: string;
  readonly type: ValueType;
  readonly required: boolean;
  readonly default: Json | undefined;
  /** Of an array: how server-side apply merges it. Arrays without a mark are atomic. */
  readonly listType: 'atomic' | 'set' | 'map' | undefined;
  /** The keys of a `map` list, in order. */
  readonly listMapKeys: readonly string[];
  /** Of an object: `atomic` is replaced as a whole by server-side apply. Falls back to the mark of the type referred to. */
  readonly mapType: 'atomic' | 'granular' | undefined;
  /** For strategic merge patches: `merge`, `replace`, `retainKeys`. */
  readonly patchStrategy: readonly string[];
  readonly patchMergeKey: string | undefined;
}

/** A group, version and kind that a type is the schema of. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A named type: an object with fields, or (where `scalar` is set) a value such as Quantity, Time or IntOrString. */
export interface TypeSchema {
  /** As in OpenAPI: `io.k8s.api.core.v1.Pod`. */
  readonly name: string;
  /** `Pod` */
  readonly shortName: string;
  /** In alphabetical order; empty for scalars. */
  readonly fields: ReadonlyMap<string, FieldSchema>;
  readonly scalar: ValueType | undefined;
  readonly mapType: 'atomic' | 'granular' | undefined;
  /** True where members beyond the fields are kept (`x-kubernetes-preserve-unknown-fields`). */
  readonly isOpen?: boolean;
  readonly gvk: GroupVersionKind | undefined;
  /** `x-kubernetes-unions`: the discriminator's field ('' for none) and which field each of its values stands for. */
  readonly union: { readonly discriminator: string; readonly fields: { readonly [field: string]: string } } | undefined;
}
