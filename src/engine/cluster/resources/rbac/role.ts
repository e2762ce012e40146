import type { ResourceDefinition } from '../definition.ts';
import { column, NAME_COLUMN } from '../printing/columns.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { pathSegmentName } from '../validation/names.ts';
import { validateRules } from './rules.ts';

const METADATA = { namespaced: true, name: pathSegmentName };

/** Models: pkg/registry/rbac/role */
export const role: ResourceDefinition = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  singular: 'role',
  shortNames: [],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.rbac.v1.Role',
  subresources: {},
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateRules(object, true)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateRules(object, true)],
  columns: [NAME_COLUMN, column('Created At', 'When the object was created.', 'date')],
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp],
  fieldSelectors: {},
};
