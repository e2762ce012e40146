import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { FIELD_IMMUTABLE, invalid, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateNonnegative } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface Revision {
  readonly revision?: number;
  readonly data?: unknown;
}

const revisionOf = (object: KubeObject): Revision => object as Revision;

/** Models: apis/apps/validation.ValidateControllerRevision */
function validate(object: KubeObject): FieldError[] {
  const errors = [...validateObjectMeta(object, METADATA)];
  if (revisionOf(object).data === undefined) errors.push(required('data', 'data is mandatory'));
  return errors.concat(validateNonnegative(revisionOf(object).revision, 'revision'));
}

/** Models: apis/apps/validation.ValidateControllerRevisionUpdate */
function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old)];
  if (!equalJson(revisionOf(object).data, revisionOf(old).data))
    errors.push(invalid('data', revisionOf(object).data, FIELD_IMMUTABLE));
  return errors.concat(validateNonnegative(revisionOf(object).revision, 'revision'));
}

/** `daemonset.apps/agent`: the controller that keeps this revision. Models: printers/internalversion.printControllerRevision */
function controllerText(object: KubeObject): string {
  const owner = object.metadata.ownerReferences?.find((each) => each.controller === true);
  if (owner === undefined) return '<none>';
  const slash = owner.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${owner.apiVersion.slice(0, slash)}`;
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}

/** Models: pkg/registry/apps/controllerrevision */
export const controllerRevision: ResourceDefinition = {
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  shortNames: [],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.apps.v1.ControllerRevision',
  subresources: {},
  validate,
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Controller', 'Who keeps the revision.'),
    column('Revision', 'Number of the revision.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    controllerText(object),
    String(revisionOf(object).revision ?? 0),
    ageText(object.metadata.creationTimestamp, nowMs),
  ],
  fieldSelectors: {},
};
