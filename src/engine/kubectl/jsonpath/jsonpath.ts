import type { Json } from '../../cluster/json.ts';
import { goJson, goJsonIndent } from '../go/json.ts';
import { numberText } from '../yaml/encode.ts';
import { Evaluator } from './evaluate.ts';
import { JsonPathError, type PathNode } from './node.ts';
import { parseTemplate } from './parse.ts';

/** Options of an evaluation. */
export interface JsonPathOptions {
  /** Missing fields give nothing (the default) instead of failing with `x is not found`. */
  readonly allowMissingKeys?: boolean;
  /** Prints each result as an indented JSON array: `-o jsonpath-as-json`. */
  readonly asJson?: boolean;
}

/** Characters that a template may print for one object. */
const MOST_PRINTED = 8_000_000;

/** What a template prints for a value, as `-o jsonpath=` does. Throws `JsonPathError`. Models: client-go/util/jsonpath.JSONPath.Execute */
export function jsonpath(template: string, data: Json, options: JsonPathOptions = {}): string {
  return printTemplate(parseTemplate(template), data, options);
}

/** As `jsonpath`, of a parsed template. */
export function printTemplate(nodes: readonly PathNode[], data: Json, options: JsonPathOptions = {}): string {
  const results = new Evaluator(options.allowMissingKeys ?? true).results(nodes, data);
  weigh(results);
  if (options.asJson) return results.map((found) => `${goJsonIndent([...found])}\n`).join('');
  return results.map((found) => found.map(asText).join(' ')).join('');
}

/** Refuses what would print too much: a value may be found many times, and within each that it is in. */
function weigh(results: readonly (readonly Json[])[]): void {
  let length = 0;
  for (const found of results)
    for (const value of found) {
      length += typeof value === 'string' ? value.length : JSON.stringify(value).length;
      if (length > MOST_PRINTED) throw new JsonPathError(`stopped: it prints more than ${MOST_PRINTED} characters`);
    }
}

/**
 * The values that an expression finds, in order. The braces and the leading dot may be left out (`.spec.replicas`, `{.items[*]}`).
 * Throws `JsonPathError`.
 */
export function jsonpathValues(expression: string, data: Json, options: JsonPathOptions = {}): readonly Json[] {
  const nodes = parseTemplate(relaxed(expression));
  return new Evaluator(options.allowMissingKeys ?? true).results(nodes, data).flat();
}

/** An expression with braces and leading dot added when they are missing. Models: kubectl get.RelaxedJSONPathExpression, which refuses nested braces */
export function relaxedJsonPath(expression: string): string {
  if (expression === '') return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (match === null) {
    throw new JsonPathError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${match[1] ?? match[2] ?? ''}}`;
}

function relaxed(expression: string): string {
  if (expression.includes('{')) return expression;
  return /^[.[$@]/.test(expression) ? `{${expression}}` : `{.${expression}}`;
}

function asText(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'boolean' ? String(value) : goJson(value);
}
