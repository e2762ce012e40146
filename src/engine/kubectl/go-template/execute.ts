import type { Json } from '../../cluster/json.ts';
import { formatValue, goType } from '../go/format.ts';
import { entriesOf } from '../go/json.ts';
import { quote } from '../go/quote.ts';
import { CallError, functions, isTrue } from './functions.ts';
import { type Operand, type Pipe, type Template, TemplateError, type TemplateNode } from './node.ts';

/** How a template runs. */
export interface ExecuteOptions {
  /** Missing keys print `<no value>` instead of failing. */
  readonly allowMissing: boolean;
  write(text: string): void;
  /** Counts a step of work. */
  step(): void;
}

type Value = Json | undefined;

/** Steps that a template may take for one object; sixteen characters that it makes are one too. */
const MOST_STEPS = 500_000;
const CHARACTERS_A_STEP = 16;
/** Lists of nodes within each other, through templates and branches. Models: text/template.maxExecDepth, lower: JavaScript's stack is smaller than Go's. */
const MOST_DEPTH = 500;

/** Runs a template on a value. Throws `TemplateError`; what was written before stays written. Models: text/template/exec.go */
export function executeTemplate(template: Template, data: Json, options: ExecuteOptions): void {
  new Execution(template, options, data).list(template.nodes, data);
}

class Execution {
  private variables: { readonly name: string; value: Value }[];
  private depth = 0;
  private steps = 0;

  constructor(
    private readonly template: Template,
    private readonly options: ExecuteOptions,
    data: Json,
  ) {
    this.variables = [{ name: '$', value: data }];
  }

  private spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MOST_STEPS) throw new TemplateError(`template: output: stopped after ${MOST_STEPS} steps`);
  }

  private write(text: string): void {
    this.spend(text.length / CHARACTERS_A_STEP);
    this.options.write(text);
  }

  list(nodes: readonly TemplateNode[], dot: Value): 'done' | 'break' | 'continue' {
    if (++this.depth > MOST_DEPTH)
      throw new TemplateError(`template: output: exceeded maximum template depth (${MOST_DEPTH})`);
    const end = this.each(nodes, dot);
    this.depth--;
    return end;
  }

  private each(nodes: readonly TemplateNode[], dot: Value): 'done' | 'break' | 'continue' {
    for (const node of nodes) {
      this.options.step();
      this.spend(1);
      if (node.type === 'text') this.write(node.text);
      else if (node.type === 'action') {
        const value = this.pipe(node.pipe, dot);
        if (node.pipe.variables.length === 0) this.write(shown(value));
      } else if (node.type === 'template') this.call(node, dot);
      else if (node.type === 'branch') {
        const end = this.branch(node, dot);
        if (end !== 'done') return end;
      } else return node.type;
    }
    return 'done';
  }

  private branch(node: Extract<TemplateNode, { type: 'branch' }>, dot: Value): 'done' | 'break' | 'continue' {
    const mark = this.variables.length;
    try {
      if (node.keyword === 'range') {
        this.range(node, dot);
        return 'done';
      }
      const value = this.pipe(node.pipe, dot);
      if (!isTrue(value)) return this.list(node.otherwise, dot);
      return this.list(node.body, node.keyword === 'with' ? value : dot);
    } finally {
      this.variables.length = mark;
    }
  }

  private range(node: Extract<TemplateNode, { type: 'branch' }>, dot: Value): void {
    const { pipe } = node;
    const value = this.pipe({ ...pipe, variables: [] }, dot);
    const items = iterated(value);
    if (items === undefined) throw this.fault(pipe, `range can't iterate over ${formatValue(value ?? null)}`);
    let isEmpty = true;
    for (const [key, item] of items) {
      isEmpty = false;
      this.spend(1);
      const mark = this.variables.length;
      const [first, second] = pipe.variables;
      const named: readonly (readonly [string, Value])[] =
        first === undefined
          ? []
          : second === undefined
            ? [[first, item]]
            : [
                [first, key],
                [second, item],
              ];
      for (const [name, bound] of named) this.bind(name, bound, pipe.assigns);
      const end = this.list(node.body, item);
      this.variables.length = mark;
      if (end === 'break') break;
    }
    if (isEmpty) this.list(node.otherwise, dot);
  }

  private call(node: Extract<TemplateNode, { type: 'template' }>, dot: Value): void {
    const nodes = this.template.defined.get(node.name);
    if (nodes === undefined) {
      const shown = `<{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${node.pipe.source}`}}}>`;
      throw new TemplateError(
        `template: output:${node.line}:${node.column}: executing "output" at ${shown}: template ${quote(node.name)} not defined`,
      );
    }
    const value = node.pipe === undefined ? undefined : this.pipe(node.pipe, dot);
    const kept = this.variables;
    this.variables = [{ name: '$', value }];
    this.list(nodes, value);
    this.variables = kept;
  }

  private bind(name: string, value: Value, assigns: boolean): void {
    const bound = assigns ? this.variables.findLast((variable) => variable.name === name) : undefined;
    if (bound === undefined) this.variables.push({ name, value });
    else bound.value = value;
  }

  private pipe(pipe: Pipe, dot: Value): Value {
    let value: Value;
    pipe.commands.forEach((command, at) => {
      value = this.command(pipe, command, dot, at === 0 ? [] : [value]);
    });
    for (const name of pipe.variables) this.bind(name, value, pipe.assigns);
    return value;
  }

  private command(pipe: Pipe, command: readonly Operand[], dot: Value, final: readonly Value[]): Value {
    const [first, ...rest] = command;
    if (first === undefined) return undefined;
    if (first.type !== 'function') {
      if (rest.length > 0 || final.length > 0)
        throw this.fault(pipe, `can't give argument to non-function ${pipe.source}`);
      return this.operand(pipe, first, dot);
    }
    if (first.name === 'and' || first.name === 'or') return this.shortCircuit(pipe, first.name, rest, dot, final);
    const call = functions[first.name];
    if (call === undefined) throw this.fault(pipe, `error calling ${first.name}: not a function`);
    try {
      const value = call([...rest.map((operand) => this.operand(pipe, operand, dot)), ...final]);
      this.spend(typeof value === 'string' ? 1 + value.length / CHARACTERS_A_STEP : 1);
      return value;
    } catch (error) {
      if (error instanceof CallError) throw this.fault(pipe, `error calling ${first.name}: ${error.message}`);
      throw error;
    }
  }

  private shortCircuit(
    pipe: Pipe,
    name: 'and' | 'or',
    rest: readonly Operand[],
    dot: Value,
    final: readonly Value[],
  ): Value {
    let value: Value;
    for (const operand of rest) {
      value = this.operand(pipe, operand, dot);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return final.length > 0 ? final[0] : value;
  }

  private operand(pipe: Pipe, operand: Operand, dot: Value): Value {
    switch (operand.type) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'literal':
        return operand.value;
      case 'field':
        return this.fields(placed(pipe, operand, `.${operand.fields.join('.')}`), dot, operand.fields);
      case 'variable': {
        const bound = this.variables.findLast((variable) => variable.name === operand.name)?.value;
        const source = [operand.name, ...operand.fields].join('.');
        return this.fields(placed(pipe, operand, source), bound, operand.fields);
      }
      case 'pipe':
        return this.fields(pipe, this.pipe(operand.pipe, dot), operand.fields);
      case 'function':
        return this.command(pipe, [operand], dot, []);
    }
  }

  private fields(pipe: Pipe, value: Value, names: readonly string[]): Value {
    return names.reduce<Value>((at, name) => {
      if (at === undefined) {
        if (!this.options.allowMissing) throw this.fault(pipe, `nil data; no entry for key "${name}"`);
        return undefined;
      }
      if (at === null) throw this.fault(pipe, `nil pointer evaluating interface {}.${name}`);
      if (typeof at !== 'object' || Array.isArray(at))
        throw this.fault(pipe, `can't evaluate field ${name} in type interface {}`);
      const found = Object.hasOwn(at, name) ? (at as { readonly [key: string]: Value })[name] : undefined;
      if (found === undefined && !this.options.allowMissing)
        throw this.fault(pipe, `map has no entry for key "${name}"`);
      return found;
    }, value);
  }

  private fault(pipe: Pipe, what: string): TemplateError {
    return new TemplateError(
      `template: output:${pipe.line}:${pipe.column}: executing "output" at <${pipe.source}>: ${what}`,
    );
  }
}

/** Where an operand stands, for messages. */
function placed(pipe: Pipe, operand: { readonly column: number }, source: string): Pipe {
  return { ...pipe, column: operand.column, source };
}

function iterated(value: Value): Iterable<readonly [Value, Value]> | undefined {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((item: Json, at) => [at, item] as const);
  if (typeof value === 'object') return entriesOf(value);
  return goType(value) === 'int64' ? counted(Number(value)) : undefined;
}

function* counted(to: number): Generator<readonly [Value, Value]> {
  for (let at = 0; at < to; at++) yield [at, at];
}

function shown(value: Value): string {
  return value === undefined || value === null ? '<no value>' : formatValue(value);
}
