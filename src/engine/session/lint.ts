import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { ResourceDefinition } from '../cluster/resources/definition.ts';
import { isTypeSchema, resolveType, schemaOf, typeLabel } from '../cluster/schema/schema.ts';
import type { TypeSchema, ValueType } from '../cluster/schema/types.ts';
import type { LintSays } from './lint-says.ts';

/** Where in a manifest that is being written something is wrong. Line and column count from 1. */
export type LintPlace = {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly severity: 'error' | 'warning';
};

/** What the parser or a schema finds wrong: which sentence it is, not yet in anybody's language. */
export type LintFinding = LintPlace & { readonly says: LintSays };

/** A fault in words. `says` is absent where they are the API server's, which are English. */
export type LintFault = LintPlace & { readonly message: string; readonly says?: LintSays };

type Report = (node: Node | null | undefined, says: LintSays) => void;

function nameOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : '';
}

function isWrong(type: ValueType, value: unknown): boolean {
  switch (type.kind) {
    case 'string':
      return typeof value !== 'string';
    case 'integer':
      return !Number.isInteger(value);
    case 'number':
      return typeof value !== 'number';
    case 'boolean':
      return typeof value !== 'boolean';
    case 'int-or-string':
    case 'quantity':
      return typeof value !== 'string' && typeof value !== 'number';
    default:
      return false;
  }
}

function checkValue(node: Node | null, type: ValueType, report: Report): void {
  const resolved = resolveType(type);
  if (node === null || (isScalar(node) && node.value === null)) return;
  if (isTypeSchema(resolved)) {
    if (isMap(node)) checkObject(node, resolved, report);
    else report(node, { is: 'object', type: resolved.shortName });
  } else if (resolved.kind === 'array') {
    if (!isSeq(node)) report(node, { is: 'list', type: typeLabel(resolved.items) });
    else for (const item of node.items) checkValue(item as Node, resolved.items, report);
  } else if (resolved.kind === 'map') {
    if (!isMap(node)) report(node, { is: 'mapping' });
    else for (const pair of node.items) checkValue(pair.value as Node | null, resolved.values, report);
  } else if (isScalar(node)) {
    if (isWrong(resolved, node.value))
      report(node, { is: 'other-value', type: typeLabel(resolved), found: JSON.stringify(node.value) });
    else if (resolved.kind === 'string' && resolved.enum !== undefined && !resolved.enum.includes(String(node.value)))
      report(node, { is: 'one-of', values: resolved.enum.join(', ') });
  } else if (resolved.kind !== 'any' && resolved.kind !== 'object')
    report(node, { is: 'value', type: typeLabel(resolved) });
}

function checkObject(node: Node, schema: TypeSchema, report: Report): void {
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const pair of node.items) {
    const name = nameOf(pair.key);
    const field = schema.fields.get(name);
    seen.add(name);
    if (field === undefined) report(pair.key as Node, { is: 'unknown-field', field: name, type: schema.shortName });
    else checkValue(pair.value as Node | null, field.type, report);
  }
  for (const field of schema.fields.values())
    if (field.required && field.default === undefined && !seen.has(field.name))
      report(node, { is: 'needs', field: field.name, type: schema.shortName });
}

function checkDocument(document: Document.Parsed, kinds: readonly ResourceDefinition[], report: Report): void {
  const top = document.contents;
  if (top === null) return;
  if (!isMap(top)) {
    report(top, { is: 'no-manifest' });
    return;
  }
  const apiVersion = String(top.get('apiVersion') ?? '');
  const kind = String(top.get('kind') ?? '');
  if (apiVersion === '' || kind === '') {
    report(top, { is: apiVersion === '' ? 'no-api-version' : 'no-kind' });
    return;
  }
  const found = kinds.find(
    (each) => each.kind === kind && (each.group === '' ? each.version : `${each.group}/${each.version}`) === apiVersion,
  );
  const schema = found === undefined ? undefined : schemaOf(found.schema);
  if (schema === undefined) report(top.get('kind', true) as Node, { is: 'unknown-kind', kind, apiVersion });
  else checkObject(top, schema, report);
}

/** Faults of a manifest against YAML and the field schemas, with their places. The API server has the last word; this is for squiggles while typing. */
export function lint(text: string, kinds: readonly ResourceDefinition[]): readonly LintFinding[] {
  const lines = new LineCounter();
  const faults: LintFinding[] = [];
  const at = (from: number, to: number, says: LintSays): void => {
    const start = lines.linePos(from);
    const end = lines.linePos(Math.max(from, to));
    faults.push({
      line: start.line,
      column: start.col,
      endColumn: end.line === start.line ? end.col : start.col + 1,
      says,
      severity: 'error',
    });
  };
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  for (const document of Array.isArray(documents) ? documents : []) {
    for (const { pos, code, message } of document.errors) at(pos[0], pos[1], { is: 'yaml', code, said: message });
    if (document.errors.length === 0)
      checkDocument(document, kinds, (node, says) => at(node?.range?.[0] ?? 0, node?.range?.[1] ?? 0, says));
  }
  return faults;
}
