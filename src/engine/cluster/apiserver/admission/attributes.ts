import type { KubeObject } from '../../json.ts';
import type { Resource } from '../definitions.ts';
import type { UserInfo } from '../http.ts';

/** What admission is asked about: one write, before it is stored. Models: apiserver/pkg/admission.Attributes */
export interface Attributes {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly resource: Resource;
  /** '' for the object itself. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** The object as it is to be; absent when it is deleted. */
  readonly object: KubeObject | undefined;
  /** The object as it is; absent when it is created. */
  readonly oldObject: KubeObject | undefined;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  warn(text: string): void;
}

/** Admission that the cluster's own objects configure. Both throw `ApiError` for what is refused. */
export interface DynamicAdmission {
  /** The object as mutating admission leaves it. */
  mutate(attributes: Attributes): KubeObject | undefined;
  validate(attributes: Attributes): void;
  /** False while nothing is configured: then nobody needs to ask. */
  readonly isConfigured: boolean;
}
