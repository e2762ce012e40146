import type { Json, JsonObject, KubeObject } from '../../json.ts';
import type { FieldError } from '../../resources/definition.ts';
import { parseTime } from '../../timestamp.ts';
import type { Core } from '../core.ts';
import type { Resource } from '../definitions.ts';
import { invalid } from '../status.ts';
import { sameJson } from '../write/same.ts';
import { FieldSetBuilder } from './field-set.ts';
import { type ManagerEntry, managerKey, NOBODY, type Ownership, Rebased } from './ownership.ts';

/** Reads the wire form of a set. */
function fill(builder: FieldSetBuilder, fields: JsonObject): void {
  const elements = Object.keys(fields);
  if (elements.length === 0) builder.insert();
  for (const element of elements) {
    if (element === '.') builder.insert();
    else fill(builder.child(element), (fields[element] ?? {}) as JsonObject);
  }
}

function entryOf(sent: JsonObject): ManagerEntry {
  const builder = new FieldSetBuilder();
  const fields = (sent['fieldsV1'] ?? {}) as JsonObject;
  if (Object.keys(fields).length > 0) fill(builder, fields);
  return {
    manager: String(sent['manager'] ?? ''),
    operation: sent['operation'] === 'Apply' ? 'Apply' : 'Update',
    subresource: String(sent['subresource'] ?? ''),
    timeMs: parseTime(sent['time'] as string | undefined) ?? 0,
    fields: builder.build(),
  };
}

/** Models: metav1/validation.ValidateManagedFields */
function problems(sent: readonly JsonObject[]): FieldError[] {
  return sent.flatMap((entry, at): FieldError[] => {
    const field = `metadata.managedFields[${at}].operation`;
    const { operation } = entry;
    if (operation === 'Apply' || operation === 'Update') return [];
    if (operation === undefined || operation === '')
      return [{ type: 'FieldValueRequired', field, detail: 'Required value: must not be empty' }];
    const detail = `Unsupported value: ${JSON.stringify(operation)}: supported values: "Apply", "Update"`;
    return [{ type: 'FieldValueNotSupported', field, detail }];
  });
}

/**
 * The ownership that a client writes itself by sending `metadata.managedFields`: undefined when it sends none or what is there. `[{}]`
 * makes everybody let go. Throws 422. Models: managedfields/internal.DecodeManagedFields
 */
export function sentOwnership(
  core: Core,
  resource: Resource,
  current: KubeObject,
  sent: JsonObject,
): Rebased | undefined {
  const list = (sent['metadata'] as JsonObject | undefined)?.['managedFields'] as readonly JsonObject[] | undefined;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const { namespace = '', name } = current.metadata;
  const version = core.store.version(resource.key, namespace, name);
  if (version === undefined || sameJson(list as Json, core.owners.wire(version))) return undefined;
  if (list.length === 1 && Object.keys(list[0] as JsonObject).length === 0) return new Rebased(NOBODY);
  const errors = problems(list as readonly JsonObject[]);
  if (errors.length > 0) throw invalid(resource.definition.group, resource.definition.kind, name, errors);
  const entries = (list as readonly JsonObject[]).map(entryOf).filter(({ fields }) => !fields.isEmpty);
  const ownership: Ownership = new Map(
    entries.map((entry) => [managerKey(entry.manager, entry.operation, entry.subresource), entry]),
  );
  return new Rebased(ownership);
}
