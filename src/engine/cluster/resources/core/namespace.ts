import type { KubeObject } from '../../json.ts';
import type { ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Label } from '../validation/names.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';
const METADATA = { namespaced: false, name: dns1123Label };

interface NamespaceStatus {
  readonly phase?: string;
}

const phaseOf = (object: KubeObject): string => (object['status'] as NamespaceStatus | undefined)?.phase ?? '';

/** Every namespace carries its name as a label. Models: apis/core/v1.SetDefaults_Namespace */
function defaults(namespace: KubeObject): KubeObject {
  const { metadata } = namespace;
  if (!metadata.name || metadata.labels?.[NAME_LABEL] === metadata.name) return namespace;
  return { ...namespace, metadata: { ...metadata, labels: { ...metadata.labels, [NAME_LABEL]: metadata.name } } };
}

/** A new namespace is active, and held by the `kubernetes` finalizer until its content is gone. Models: pkg/registry/core/namespace.namespaceStrategy */
function prepareForCreate(namespace: KubeObject): KubeObject {
  const spec = (namespace['spec'] ?? {}) as { readonly finalizers?: readonly string[] };
  const finalizers = spec.finalizers ?? [];
  return {
    ...defaults(namespace),
    spec: finalizers.includes('kubernetes') ? spec : { ...spec, finalizers: [...finalizers, 'kubernetes'] },
    status: { phase: 'Active' },
  };
}

/** Only the `finalize` subresource changes a namespace's finalizers. */
function prepareForUpdate(namespace: KubeObject, old: KubeObject): KubeObject {
  const spec = old['spec'];
  return namespace['spec'] === spec || spec === undefined ? namespace : { ...namespace, spec };
}

/** Models: pkg/registry/core/namespace */
export const namespace: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.core.v1.Namespace',
  subresources: { status: true, others: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }] },
  withoutVerbs: ['deletecollection'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  validate: (object) => validateObjectMeta(object, METADATA),
  validateUpdate: validateObjectMetaUpdate,
  columns: [NAME_COLUMN, column('Status', 'Phase of the namespace.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    phaseOf(object),
    ageText(object.metadata.creationTimestamp, nowMs),
  ],
  fieldSelectors: { 'status.phase': phaseOf },
};
