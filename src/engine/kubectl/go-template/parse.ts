import { unquoteExtended } from '../jsonpath/unquote.ts';
import { functionNames } from './functions.ts';
import { lexTemplate, type Piece, type Token } from './lex.ts';
import { type Operand, type Pipe, type Template, TemplateError, type TemplateNode } from './node.ts';

/** Parses a Go template. Throws `TemplateError`. Models: text/template/parse */
export function parseGoTemplate(source: string): Template {
  return new Parser(lexTemplate(source)).template();
}

type Action = Extract<Piece, { type: 'action' }>;
/** Models: parse.maxStackDepth, lower: a browser's stack is smaller than Go's. */
const MOST_DEPTH = 1000;

type Ending = 'end' | 'else' | 'eof';

class Parser {
  private at = 0;
  private readonly defined = new Map<string, readonly TemplateNode[]>();
  private line = 1;
  private depth = 0;
  private readonly scopes: string[][] = [['$']];

  constructor(private readonly pieces: readonly Piece[]) {}

  template(): Template {
    const { nodes, ending } = this.list();
    if (ending !== 'eof') throw this.fault(`unexpected {{${ending}}}`);
    return { nodes, defined: this.defined };
  }

  private list(): { readonly nodes: readonly TemplateNode[]; readonly ending: Ending; readonly action?: Action } {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const piece = this.pieces[this.at++];
      if (piece === undefined) return { nodes, ending: 'eof' };
      if (piece.type === 'text') {
        nodes.push(piece);
        continue;
      }
      this.line = piece.line;
      const word = piece.tokens[0]?.kind === 'word' ? piece.tokens[0].text : '';
      if (word === 'end' || word === 'else') return { nodes, ending: word, action: piece };
      const node = this.action(piece, word);
      if (node !== undefined) nodes.push(node);
    }
  }

  private deeper<Result>(read: () => Result): Result {
    if (++this.depth > MOST_DEPTH) throw this.fault('max expression depth exceeded');
    const result = read();
    this.depth--;
    return result;
  }

  private action(piece: Action, word: string): TemplateNode | undefined {
    const rest = { ...piece, tokens: piece.tokens.slice(1) };
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return this.deeper(() => this.branch(word, rest));
      case 'break':
      case 'continue':
        return { type: word };
      case 'template':
      case 'block':
      case 'define':
        return this.deeper(() => this.named(word, rest));
      default:
        if (piece.tokens.length === 0) throw this.fault('missing value for command');
        return { type: 'action', pipe: this.pipe(piece, 'command') };
    }
  }

  private branch(keyword: 'if' | 'with' | 'range', piece: Action): TemplateNode {
    this.scopes.push([]);
    const pipe = this.pipe(piece, keyword);
    const body = this.list();
    let otherwise: readonly TemplateNode[] = [];
    if (body.ending === 'eof') throw this.fault('unexpected EOF');
    if (body.ending === 'else') {
      const next = body.action?.tokens[1];
      if (next?.kind === 'word' && next.text === keyword && keyword !== 'range' && body.action !== undefined) {
        const elseIf = { ...body.action, tokens: body.action.tokens.slice(2) };
        otherwise = [this.deeper(() => this.branch(keyword, elseIf))];
      } else {
        const rest = this.list();
        if (rest.ending !== 'end')
          throw this.fault(rest.ending === 'eof' ? 'unexpected EOF' : 'expected end; found {{else}}');
        otherwise = rest.nodes;
      }
    }
    this.scopes.pop();
    return { type: 'branch', keyword, pipe, body: body.nodes, otherwise };
  }

  private named(word: 'template' | 'block' | 'define', piece: Action): TemplateNode | undefined {
    const first = piece.tokens[0];
    if (first === undefined || first.kind !== 'string')
      throw this.fault(`unexpected "${first?.text ?? '}}'}" in ${word} clause`);
    const name = stringValue(first.text);
    const pipe = piece.tokens.length > 1 ? this.pipe({ ...piece, tokens: piece.tokens.slice(1) }, word) : undefined;
    if (word !== 'template') {
      const body = this.list();
      if (body.ending !== 'end') throw this.fault('unexpected EOF');
      this.defined.set(name, body.nodes);
    }
    return word === 'define' ? undefined : { type: 'template', name, pipe, line: piece.line, column: first.column };
  }

  private pipe(piece: Action, context: string): Pipe {
    const { tokens } = piece;
    const declares = tokens.findIndex((token) => token.text === ':=' || token.text === '=');
    const declared =
      declares > 0 && tokens.slice(0, declares).every((token) => token.kind === 'variable' || token.text === ',');
    const variables = declared
      ? tokens
          .slice(0, declares)
          .filter((token) => token.kind === 'variable')
          .map((token) => token.text)
      : [];
    const reader = { tokens: declared ? tokens.slice(declares + 1) : tokens, at: 0 };
    const commands = this.commands(reader, piece, context);
    if (variables.length > 0 && tokens[declares]?.text === ':=') this.scopes.at(-1)?.push(...variables);
    if (reader.at < reader.tokens.length)
      throw this.fault(`unexpected ${describe(reader.tokens[reader.at])} in ${context}`);
    return {
      variables,
      assigns: tokens[declares]?.text === '=',
      commands,
      source: piece.source,
      line: piece.line,
      column: piece.column,
    };
  }

  private commands(reader: Reading, piece: Action, context: string): readonly (readonly Operand[])[] {
    const commands: (readonly Operand[])[] = [];
    let command: Operand[] = [];
    for (; reader.at < reader.tokens.length; ) {
      const token = reader.tokens[reader.at];
      if (token === undefined || token.text === ')') break;
      if (token.text === '|') {
        if (command.length === 0) throw this.fault(`missing value for ${context}`);
        commands.push(command);
        command = [];
        reader.at++;
      } else command.push(this.operand(reader, piece));
    }
    if (command.length === 0) throw this.fault(`missing value for ${context}`);
    return [...commands, command];
  }

  private operand(reader: Reading, piece: Action): Operand {
    const token = reader.tokens[reader.at++];
    const fields = (): readonly string[] => {
      const names: string[] = [];
      for (;;) {
        const next = reader.tokens[reader.at];
        if (next === undefined || next.kind !== 'field' || next.spaceBefore) return names;
        names.push(next.text.slice(1));
        reader.at++;
      }
    };
    if (token === undefined) throw this.fault('unexpected end of action');
    switch (token.kind) {
      case 'dot':
        return { type: 'dot' };
      case 'field': {
        // A chain is placed at its second field, as text/template does.
        const second = reader.tokens[reader.at];
        const chained = second?.kind === 'field' && !second.spaceBefore;
        return {
          type: 'field',
          column: chained ? second.column : token.column,
          fields: [token.text.slice(1), ...fields()],
        };
      }
      case 'variable':
        if (!this.scopes.flat().includes(token.text)) throw this.fault(`undefined variable "${token.text}"`);
        return { type: 'variable', name: token.text, fields: fields(), column: token.column };
      case 'number':
        return { type: 'literal', value: Number(token.text.replaceAll('_', '')) };
      case 'string':
        return { type: 'literal', value: stringValue(token.text) };
      case 'char':
        return { type: 'literal', value: (unquoteExtended(token.text) ?? '').codePointAt(0) ?? 0 };
      case 'word':
        return this.word(token.text);
      case 'symbol': {
        if (token.text !== '(') throw this.fault(`unexpected ${describe(token)} in operand`);
        const commands = this.deeper(() => this.commands(reader, piece, 'parenthesized pipeline'));
        if (reader.tokens[reader.at++]?.text !== ')') throw this.fault('unclosed left paren');
        const pipe: Pipe = {
          variables: [],
          assigns: false,
          commands,
          source: piece.source,
          line: piece.line,
          column: piece.column,
        };
        return { type: 'pipe', pipe, fields: fields() };
      }
    }
  }

  private word(word: string): Operand {
    if (word === 'true' || word === 'false') return { type: 'literal', value: word === 'true' };
    if (word === 'nil') return { type: 'nil' };
    if (!functionNames.has(word)) throw this.fault(`function "${word}" not defined`);
    return { type: 'function', name: word };
  }

  private fault(what: string): TemplateError {
    return new TemplateError(`template: output:${this.line}: ${what}`);
  }
}

interface Reading {
  readonly tokens: readonly Token[];
  at: number;
}

function stringValue(text: string): string {
  return text.startsWith('`') ? text.slice(1, -1) : (unquoteExtended(text) ?? text.slice(1, -1));
}

function describe(token: Token | undefined): string {
  return token === undefined ? '"}}"' : `"${token.text}"`;
}
