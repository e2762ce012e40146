import type { KubeObject } from '../../json.ts';
import { formatTime } from '../../timestamp.ts';
import type { ResourceDefinition } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { column, NAME_COLUMN } from '../printing/columns.ts';
import { setMissing } from '../sharing.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { CLEANUP_FINALIZER, type Crd, withCondition } from './types.ts';
import { validateCrd, validateCrdUpdate } from './validation.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const asCrd = (object: KubeObject): Crd => object as Crd;

/** Models: apis/apiextensions/v1.SetDefaults_CustomResourceDefinitionSpec */
function defaults(object: KubeObject): KubeObject {
  const { spec } = asCrd(object);
  if (!spec?.names?.kind) return object;
  const { kind } = spec.names;
  const names = setMissing(spec.names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
  const filled = setMissing(spec, { conversion: { strategy: 'None' } });
  const { webhook } = filled.conversion ?? {};
  const service = webhook?.clientConfig?.service;
  if (service === undefined || service.port !== undefined) return { ...object, spec: { ...filled, names } };
  const clientConfig = { ...webhook?.clientConfig, service: { ...service, port: 443 } };
  return {
    ...object,
    spec: { ...filled, conversion: { ...filled.conversion, webhook: { ...webhook, clientConfig } }, names },
  };
}

/** Models: apiextensions/pkg/registry/customresourcedefinition.strategy.PrepareForCreate */
function prepareForCreate(object: KubeObject): KubeObject {
  const versions = asCrd(object).spec?.versions ?? [];
  const storedVersions = versions.filter(({ storage }) => storage === true).map(({ name }) => name);
  const status = { conditions: [], acceptedNames: { plural: '', kind: '' }, storedVersions };
  return startGeneration({ ...object, status });
}

function withStored(object: KubeObject): KubeObject {
  const { spec, status } = asCrd(object);
  const stored = (spec?.versions ?? []).find(({ storage }) => storage === true)?.name;
  const known = status?.storedVersions ?? [];
  if (stored === undefined || known.includes(stored)) return object;
  return { ...object, status: { ...status, storedVersions: [...known, stored] } };
}

/** The definition marked for deletion: held until its objects are gone. Models: customresourcedefinition/etcd.go:REST.Delete */
function prepareForDelete(object: KubeObject, { nowMs }: { readonly nowMs: number }): KubeObject {
  const { status = {}, metadata } = asCrd(object);
  const finalizers = metadata.finalizers ?? [];
  const conditions = withCondition(
    status.conditions ?? [],
    {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will be initiated soon',
    },
    formatTime(nowMs),
  );
  return {
    ...object,
    metadata: finalizers.includes(CLEANUP_FINALIZER)
      ? metadata
      : { ...metadata, finalizers: [...finalizers, CLEANUP_FINALIZER] },
    status: { ...status, conditions },
  };
}

/** Models: apiextensions/pkg/registry/customresourcedefinition */
export const customResourceDefinition: ResourceDefinition = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  schema: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  subresources: { status: true },
  defaults,
  prepareForCreate,
  prepareForUpdate: (object) => withStored(object),
  prepareForDelete,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateCrd(asCrd(object))],
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object, old),
    ...validateCrdUpdate(asCrd(object), asCrd(old)),
  ],
  columns: [NAME_COLUMN, column('Created At', 'When the object was created.', 'date')],
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp],
  fieldSelectors: {},
};
