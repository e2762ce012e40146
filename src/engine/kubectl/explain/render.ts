import { heldType, resolveType, schemaOf } from '../../cluster/schema/schema.ts';
import type { FieldSchema, TypeSchema, ValueType } from '../../cluster/schema/types.ts';
import type { Descriptions } from './descriptions.ts';
import { indent, wrap } from './wrap.ts';

const WIDTH = 80;
const SHOWN_VALUES = 4;
const NOT_LOADED = '(descriptions are not loaded here)';

/** What is to be explained. */
export interface Explanation {
  readonly root: TypeSchema;
  /** The last field of the path with the type that it stands in; undefined for the kind itself. */
  readonly field: { readonly owner: TypeSchema; readonly schema: FieldSchema } | undefined;
  readonly recursive: boolean;
  readonly descriptions: Descriptions | undefined;
}

/** The field that a path leads to, through lists and maps; undefined when a step is unknown. */
export function findField(root: TypeSchema, path: readonly string[]): Explanation['field'] {
  let owner: TypeSchema | undefined = root;
  let found: Explanation['field'];
  for (const name of path) {
    const schema: FieldSchema | undefined = owner?.fields.get(name);
    if (owner === undefined || schema === undefined) return undefined;
    found = { owner, schema };
    owner = heldType(schema.type);
  }
  return found;
}

/** GROUP, KIND and VERSION. */
export function renderHead(root: TypeSchema): string {
  const gvk = root.gvk ?? { group: '', version: '', kind: root.shortName };
  const group = gvk.group === '' ? '' : `GROUP:      ${gvk.group}\n`;
  return `${group}KIND:       ${gvk.kind}\nVERSION:    ${gvk.version}\n\n`;
}

/** The rest: FIELD, DESCRIPTION, FIELDS. Models: kubectl/pkg/explain/v2/templates/plaintext.tmpl */
export function renderBody(explanation: Explanation): string {
  const { root, field, descriptions, recursive } = explanation;
  let out = '';
  if (field !== undefined) {
    out += `FIELD: ${field.schema.name} <${typeText(field.schema.type)}>\n${allValues(field.schema.type)}\n\n`;
  }
  const whole = field === undefined ? describeType(root, descriptions) : describeField(field, descriptions);
  const text = descriptions === undefined ? `${NOT_LOADED}\n` : whole || '<empty>';
  out += `DESCRIPTION:\n${indent(4, wrap(WIDTH - 4, text))}\n`;
  const list = new FieldList(recursive, descriptions);
  const fields = field === undefined ? list.ofType(root, 1, new Set()) : list.ofValue(field.schema.type, 1, new Set());
  if (fields !== '') out += `FIELDS:\n${fields}`;
  return `${out}\n`;
}

function describeType(type: TypeSchema, descriptions: Descriptions | undefined): string {
  const text = descriptions?.[type.name]?.description ?? '';
  return text === '' ? '' : `${text}\n`;
}

/** A field's own description, then that of the type it holds. */
function describeField(field: NonNullable<Explanation['field']>, descriptions: Descriptions | undefined): string {
  const own = descriptions?.[field.owner.name]?.fields[field.schema.name] ?? '';
  const held = namedType(field.schema.type);
  return (own === '' ? '' : `${own}\n`) + (held === undefined ? '' : describeType(held, descriptions));
}

function namedType(type: ValueType): TypeSchema | undefined {
  if (type.kind === 'array') return namedType(type.items);
  if (type.kind === 'map') return namedType(type.values);
  return type.kind === 'ref' ? schemaOf(type.name) : undefined;
}

/** A type in short: `string`, `[]Container`, `map[string]Quantity`. */
export function typeText(type: ValueType): string {
  if (type.kind === 'array') return `[]${typeText(type.items)}`;
  if (type.kind === 'map') return `map[string]${typeText(type.values)}`;
  if (type.kind === 'ref') {
    const scalar = schemaOf(type.name)?.scalar;
    if (scalar !== undefined && ['string', 'integer', 'number', 'boolean'].includes(scalar.kind)) return scalar.kind;
    return type.name.slice(type.name.lastIndexOf('.') + 1);
  }
  if (type.kind === 'int-or-string') return 'IntOrString';
  if (type.kind === 'quantity') return 'Quantity';
  return type.kind === 'object' || type.kind === 'any' ? 'Object' : type.kind;
}

function valuesOf(type: ValueType): readonly string[] {
  const resolved = resolveType(type);
  return 'kind' in resolved && resolved.kind === 'string' ? (resolved.enum ?? []) : [];
}

const shownValue = (value: string): string => (value === '' ? '""' : value);

/** All values of an enumeration, one a line. */
function allValues(type: ValueType): string {
  const values = valuesOf(type);
  return values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${shownValue(value)}`).join('')}`;
}

/** The first values of an enumeration, on one line. */
function someValues(type: ValueType, amount: number): string {
  const values = valuesOf(type);
  if (values.length === 0) return '';
  const shown = values.slice(0, SHOWN_VALUES).map(shownValue).join(', ');
  return `\n${' '.repeat(amount)}enum: ${shown}${values.length > SHOWN_VALUES ? ', ....' : ''}`;
}

class FieldList {
  constructor(
    private readonly recursive: boolean,
    private readonly descriptions: Descriptions | undefined,
  ) {}

  /** The fields behind a value, through lists and maps; a type that stands above itself ends the walk. */
  ofValue(type: ValueType, level: number, above: ReadonlySet<string>): string {
    if (type.kind === 'array') return this.ofValue(type.items, level, above);
    if (type.kind === 'map') return this.ofValue(type.values, level, above);
    if (type.kind !== 'ref' || above.has(type.name)) return '';
    const schema = schemaOf(type.name);
    return schema === undefined ? '' : this.ofType(schema, level, new Set([...above, type.name]));
  }

  ofType(type: TypeSchema, level: number, above: ReadonlySet<string>): string {
    let out = '';
    for (const field of type.fields.values()) {
      out += this.detail(type, field, level);
      if (this.recursive) out += this.ofValue(field.type, level + 1, above);
    }
    return out;
  }

  private detail(owner: TypeSchema, field: FieldSchema, level: number): string {
    const amount = level * 2;
    const head = `${' '.repeat(amount)}${field.name}\t<${typeText(field.type)}>${field.required ? ' -required-' : ''}`;
    const line = `${head}${someValues(field.type, amount)}\n`;
    if (this.recursive || this.descriptions === undefined) return line;
    const own = this.descriptions[owner.name]?.fields[field.name];
    const held = namedType(field.type);
    // The file has no text for some fields of object types, where what the type is says more than nothing; metadata has its own, or none.
    const ofType = held === undefined || field.name === 'metadata' ? '' : this.descriptions[held.name]?.description;
    const text = own || ofType || '<no description>';
    return `${line}${indent(amount + 2, wrap(WIDTH - 2 - amount, text))}\n\n`;
  }
}
