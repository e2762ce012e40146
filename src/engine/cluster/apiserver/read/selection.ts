import type { KubeObject } from '../../json.ts';
import type { Core } from '../core.ts';
import type { Resource } from '../definitions.ts';
import { FieldSelector } from '../selectors/field-selector.ts';
import { LabelSelector, SelectorError } from '../selectors/label-selector.ts';
import { badRequest } from '../status.ts';

/** Which objects of a resource a request is about. */
export interface Selection {
  readonly resource: Resource;
  /** '' for all namespaces. */
  readonly namespace: string;
  readonly labels: LabelSelector;
  readonly fields: FieldSelector;
}

/** How a kind says that it has no such field selector. Models: the AddFieldLabelConversionFunc of each group */
function unsupportedField(resource: Resource): (field: string) => string {
  const { fieldSelectors, kind } = resource.definition;
  if (kind === 'Job') return (field) => `field label "${field}" not supported for batchv1.Job`;
  if (Object.keys(fieldSelectors).length > 0) return (field) => `field label not supported: ${field}`;
  return (field) => `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** Reads the selectors of a request. Throws 400 with Kubernetes' message where they cannot be read. */
export function selectionOf(resource: Resource, namespace: string, query: URLSearchParams, name = ''): Selection {
  try {
    const labels = LabelSelector.parse(query.get('labelSelector') ?? '');
    const readers = resource.definition.fieldSelectors;
    const fields = FieldSelector.parse(query.get('fieldSelector') ?? '', readers, unsupportedField(resource));
    if (name === '') return { resource, namespace, labels, fields };
    const wanted = fields.exact('metadata.name');
    if (wanted !== undefined && wanted !== name)
      throw badRequest("fieldSelector metadata.name doesn't match requested name");
    const byName = FieldSelector.parse(`metadata.name=${name}`, readers, unsupportedField(resource));
    return { resource, namespace, labels, fields: byName };
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

export function isSelected(selection: Selection, object: KubeObject): boolean {
  return (
    (selection.namespace === '' || object.metadata.namespace === selection.namespace) &&
    selection.labels.matches(object) &&
    selection.fields.matches(object)
  );
}

/** The live objects selected, in key order, found through the narrowest index. */
export function select(core: Core, selection: Selection): readonly KubeObject[] {
  const { resource, namespace, labels, fields } = selection;
  const { computed } = resource.definition;
  if (computed !== undefined) return computed(namespace, '').filter((object) => isSelected(selection, object));
  const table = core.store.table(resource.key);
  const name = fields.exact('metadata.name');
  if (name !== undefined && (namespace !== '' || !resource.definition.namespaced)) {
    const object = table.slot(namespace, name)?.version.object;
    return object !== undefined && isSelected(selection, object) ? [object] : [];
  }
  const exact = labels.exact;
  const isIndexed = namespace !== '' && Object.keys(exact).length > 0;
  const candidates = isIndexed
    ? table.byLabels(namespace, exact)
    : table.list(namespace === '' ? undefined : namespace);
  if (labels.isEmpty && fields.isEmpty) return candidates;
  return candidates.filter((object) => labels.matches(object) && fields.matches(object));
}
