import type { ResourceDefinition } from '../definition.ts';
import { admissionKinds } from './admission-kinds.ts';
import { clusterKinds } from './cluster-kinds.ts';
import { deviceKinds } from './device-kinds.ts';
import { storageKinds } from './storage-kinds.ts';

/** The kinds of a real cluster that are kept here and that nothing acts on. Listed in docs/limits.md. */
export const storedKinds: readonly ResourceDefinition[] = [
  ...clusterKinds,
  ...storageKinds,
  ...admissionKinds,
  ...deviceKinds,
];
