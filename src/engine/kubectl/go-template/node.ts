/** A parsed Go template. Models: text/template/parse */
export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipe: Pipe }
  | {
      readonly type: 'branch';
      readonly keyword: 'if' | 'with' | 'range';
      readonly pipe: Pipe;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | {
      readonly type: 'template';
      readonly name: string;
      readonly pipe: Pipe | undefined;
      readonly line: number;
      readonly column: number;
    }
  | { readonly type: 'break' }
  | { readonly type: 'continue' };

/** Commands joined by `|`, with the variables that take the result. */
export interface Pipe {
  readonly variables: readonly string[];
  /** `=` and not `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly (readonly Operand[])[];
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** One word of a command; `fields` is the chain behind it. */
export type Operand =
  | { readonly type: 'dot' }
  | { readonly type: 'nil' }
  | { readonly type: 'literal'; readonly value: string | number | boolean }
  | { readonly type: 'field'; readonly fields: readonly string[]; readonly column: number }
  | { readonly type: 'variable'; readonly name: string; readonly fields: readonly string[]; readonly column: number }
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'pipe'; readonly pipe: Pipe; readonly fields: readonly string[] };

/** The template with those that it defines. */
export interface Template {
  readonly nodes: readonly TemplateNode[];
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** A template that does not parse, or fails; `message` begins `template: output:…`. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TemplateError';
  }
}
