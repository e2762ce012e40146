import { faultText, type Mark, YamlFault } from './fault.ts';
import { Scanner, type Token, type TokenType } from './scanner.ts';

/**
 * Checks that a text's first document is YAML as Go's decoder reads it. Throws `YamlFault` with its words and line.
 * Models: go.yaml.in/yaml/v2 parserc.go
 */
export function checkYaml(text: string): void {
  const tokens = new Scanner(text);
  while (tokens.peek().type === 'directive') tokens.take();
  if (tokens.peek().type === 'document') tokens.take();
  if (!['document', 'stream-end'].includes(tokens.peek().type)) node(tokens, true, false, 0);
  tokens.peek();
}

/** Deeper nesting than this is refused, as Go's decoder does. */
const MAX_DEPTH = 1000;

function node(tokens: Scanner, block: boolean, indentless: boolean, depth: number): void {
  const start = tokens.peek().start;
  if (depth > MAX_DEPTH) throw new YamlFault(faultText('parser', 'exceeded max depth of 1000', start, start));
  if (tokens.peek().type === 'alias') {
    tokens.take();
    return;
  }
  let properties = false;
  while (tokens.peek().type === 'property') {
    tokens.take();
    properties = true;
  }
  const token = tokens.peek();
  if (indentless && token.type === 'entry') indentlessSequence(tokens, depth);
  else if (token.type === 'scalar') tokens.take();
  else if (token.type === 'flow-sequence') flowSequence(tokens, depth);
  else if (token.type === 'flow-mapping') flowMapping(tokens, depth);
  else if (block && token.type === 'block-sequence') blockSequence(tokens, depth);
  else if (block && token.type === 'block-mapping') blockMapping(tokens, depth);
  else if (!properties) throw unexpected('did not find expected node content', token, start);
}

function blockSequence(tokens: Scanner, depth: number): void {
  const { start } = tokens.take();
  while (tokens.peek().type === 'entry') {
    tokens.take();
    if (!isOneOf(tokens, ['entry', 'block-end'])) node(tokens, true, false, depth + 1);
  }
  if (tokens.peek().type !== 'block-end') throw unexpected("did not find expected '-' indicator", tokens.peek(), start);
  tokens.take();
}

function indentlessSequence(tokens: Scanner, depth: number): void {
  while (tokens.peek().type === 'entry') {
    tokens.take();
    if (!isOneOf(tokens, ['entry', 'key', 'value', 'block-end'])) node(tokens, true, false, depth + 1);
  }
}

function blockMapping(tokens: Scanner, depth: number): void {
  const { start } = tokens.take();
  const ends: readonly TokenType[] = ['key', 'value', 'block-end'];
  while (tokens.peek().type === 'key') {
    tokens.take();
    if (!isOneOf(tokens, ends)) node(tokens, true, true, depth + 1);
    if (tokens.peek().type !== 'value') continue;
    tokens.take();
    if (!isOneOf(tokens, ends)) node(tokens, true, true, depth + 1);
  }
  if (tokens.peek().type !== 'block-end') throw unexpected('did not find expected key', tokens.peek(), start);
  tokens.take();
}

function flowSequence(tokens: Scanner, depth: number): void {
  const { start } = tokens.take();
  for (let first = true; tokens.peek().type !== 'flow-sequence-end'; first = false) {
    if (!first) {
      if (tokens.peek().type !== 'flow-entry')
        throw unexpected("did not find expected ',' or ']'", tokens.peek(), start);
      tokens.take();
    }
    if (tokens.peek().type === 'key') pair(tokens, 'flow-sequence-end', depth);
    else if (tokens.peek().type !== 'flow-sequence-end') node(tokens, false, false, depth + 1);
  }
  tokens.take();
}

function flowMapping(tokens: Scanner, depth: number): void {
  const { start } = tokens.take();
  for (let first = true; tokens.peek().type !== 'flow-mapping-end'; first = false) {
    if (!first) {
      if (tokens.peek().type !== 'flow-entry')
        throw unexpected("did not find expected ',' or '}'", tokens.peek(), start);
      tokens.take();
    }
    if (tokens.peek().type === 'key') pair(tokens, 'flow-mapping-end', depth);
    else if (tokens.peek().type !== 'flow-mapping-end') node(tokens, false, false, depth + 1);
  }
  tokens.take();
}

function pair(tokens: Scanner, end: TokenType, depth: number): void {
  tokens.take();
  if (!isOneOf(tokens, ['value', 'flow-entry', end])) node(tokens, false, false, depth + 1);
  if (tokens.peek().type !== 'value') return;
  tokens.take();
  if (!isOneOf(tokens, ['flow-entry', end])) node(tokens, false, false, depth + 1);
}

function isOneOf(tokens: Scanner, types: readonly TokenType[]): boolean {
  return types.includes(tokens.peek().type);
}

function unexpected(problem: string, token: Token, context: Mark): YamlFault {
  return new YamlFault(faultText('parser', problem, token.start, context));
}
