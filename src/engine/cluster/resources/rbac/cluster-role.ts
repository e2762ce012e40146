import type { ResourceDefinition } from '../definition.ts';
import { column, NAME_COLUMN } from '../printing/columns.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { pathSegmentName } from '../validation/names.ts';
import { validateRules } from './rules.ts';

const METADATA = { namespaced: false, name: pathSegmentName };

/** Models: pkg/registry/rbac/clusterrole */
export const clusterRole: ResourceDefinition = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  singular: 'clusterrole',
  shortNames: [],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.rbac.v1.ClusterRole',
  subresources: {},
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateRules(object, false)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateRules(object, false)],
  columns: [NAME_COLUMN, column('Created At', 'When the object was created.', 'date')],
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp],
  fieldSelectors: {},
};
