import type { Process, Task } from '../../shell/process/types.ts';

/** What the API says of its types, by OpenAPI name (`io.k8s.api.core.v1.Pod`). */
export interface Descriptions {
  readonly [typeName: string]: TypeDescription | undefined;
}

/** Of one type: what it is, and what each field is for. */
export interface TypeDescription {
  readonly description: string;
  readonly fields: { readonly [field: string]: string | undefined };
}

/**
 * Gets the descriptions when `kubectl explain` is first used: a host loads the generated file (`generated/descriptions.json`) then, for it is
 * large. Undefined where there is none; explain then shows fields without descriptions and says so.
 */
export type DescriptionSource = (process: Process) => Task<Descriptions | undefined>;
