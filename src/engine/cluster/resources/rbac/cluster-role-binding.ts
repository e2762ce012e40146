import type { ResourceDefinition } from '../definition.ts';
import { validateObjectMeta } from '../validation/metadata.ts';
import { pathSegmentName } from '../validation/names.ts';
import { bindingTable, defaultBinding, validateBinding, validateBindingUpdate } from './bindings.ts';

const METADATA = { namespaced: false, name: pathSegmentName };

/** Models: pkg/registry/rbac/clusterrolebinding */
export const clusterRoleBinding: ResourceDefinition = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  shortNames: [],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  subresources: {},
  defaults: defaultBinding,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateBinding(object, false)],
  validateUpdate: (object, old) => validateBindingUpdate(object, old, false),
  ...bindingTable,
  fieldSelectors: {},
};
