import type { ResourceDefinition } from '../definition.ts';
import { validateObjectMeta } from '../validation/metadata.ts';
import { pathSegmentName } from '../validation/names.ts';
import { bindingTable, defaultBinding, validateBinding, validateBindingUpdate } from './bindings.ts';

const METADATA = { namespaced: true, name: pathSegmentName };

/** Models: pkg/registry/rbac/rolebinding */
export const roleBinding: ResourceDefinition = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  singular: 'rolebinding',
  shortNames: [],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.rbac.v1.RoleBinding',
  subresources: {},
  defaults: defaultBinding,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateBinding(object, true)],
  validateUpdate: (object, old) => validateBindingUpdate(object, old, true),
  ...bindingTable,
  fieldSelectors: {},
};
