import type { Json, JsonObject, KubeObject } from '../../json.ts';
import type { TableColumn } from '../../resources/definition.ts';
import type { Resource } from '../definitions.ts';
import { badRequest } from '../status.ts';

/** What a row carries of its object. Models: metav1.IncludeObjectPolicy */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** Reads `includeObject`. Throws 400 for anything else. */
export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') ?? '';
  if (value === '') return 'Metadata';
  if (value === 'None' || value === 'Metadata' || value === 'Object') return value;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: "${value}": must be 'Metadata', 'Object', 'None', or empty`,
  );
}

/** Models: meta.AsPartialObjectMetadata */
export function partialMetadata(object: KubeObject, version: string): JsonObject {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: object.metadata as unknown as JsonObject,
  };
}

export function tableRow(
  resource: Resource,
  object: KubeObject,
  include: IncludeObject,
  version: string,
  nowMs: number,
): JsonObject {
  const cells = resource.definition.cells(object, { nowMs });
  if (include === 'None') return { cells, object: null };
  const shown = include === 'Object' ? (object as unknown as JsonObject) : partialMetadata(object, version);
  return { cells, object: shown };
}

/** A Table of ready rows; watch events after the first leave the columns out. Models: metav1.Table */
export function table(
  columns: readonly TableColumn[] | undefined,
  rows: readonly JsonObject[],
  version: string,
  metadata: JsonObject,
): JsonObject {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions: (columns ?? null) as unknown as Json,
    rows,
  };
}
