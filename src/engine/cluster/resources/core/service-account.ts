import type { ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

/** Models: pkg/registry/core/serviceaccount */
export const serviceAccount: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.ServiceAccount',
  subresources: {
    others: [{ name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] }],
  },
  validate: (object) => validateObjectMeta(object, METADATA),
  validateUpdate: validateObjectMetaUpdate,
  columns: [NAME_COLUMN, AGE_COLUMN],
  cells: (object, { nowMs }) => [object.metadata.name, ageText(object.metadata.creationTimestamp, nowMs)],
  fieldSelectors: {},
};
