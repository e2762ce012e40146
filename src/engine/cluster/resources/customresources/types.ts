import type { KubeObject } from '../../json.ts';
import type { Conversion } from './conversion.ts';
import type { JsonSchema } from './json-schema.ts';

/** The resource of definitions. */
export const CRDS = 'customresourcedefinitions.apiextensions.k8s.io';
/** Holds a definition until its objects are gone. Models: apiextensions.CustomResourceCleanupFinalizer */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export interface CrdNames {
  readonly plural: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly kind: string;
  readonly listKind?: string;
  readonly categories?: readonly string[];
}

export interface CrdColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

export interface CrdVersion {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
  readonly subresources?: {
    readonly status?: object;
    readonly scale?: {
      readonly specReplicasPath?: string;
      readonly statusReplicasPath?: string;
      readonly labelSelectorPath?: string;
    };
  };
  readonly additionalPrinterColumns?: readonly CrdColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

export interface CrdCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Models: apiextensions/v1.CustomResourceDefinition */
export interface Crd extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly names: CrdNames;
    readonly scope: string;
    readonly versions: readonly CrdVersion[];
    readonly conversion?: Conversion;
    readonly preserveUnknownFields?: boolean;
  };
  readonly status?: {
    readonly conditions?: readonly CrdCondition[];
    readonly acceptedNames?: CrdNames;
    readonly storedVersions?: readonly string[];
  };
}

/** Whether a condition of the definition is true. */
export function isTrue(crd: Crd, type: string): boolean {
  return crd.status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
}

/** The conditions with one set; its time changes only with its status. Models: apiextensions.SetCRDCondition */
export function withCondition(
  conditions: readonly CrdCondition[],
  wanted: Omit<CrdCondition, 'lastTransitionTime'>,
  now: string,
): readonly CrdCondition[] {
  const at = conditions.findIndex(({ type }) => type === wanted.type);
  const old = conditions[at];
  if (old === undefined) return [...conditions, { lastTransitionTime: now, ...wanted }];
  const lastTransitionTime = old.status === wanted.status ? (old.lastTransitionTime ?? now) : now;
  return conditions.with(at, { lastTransitionTime, ...wanted });
}
