/** A place in a text; everything counts from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** Text that is no YAML, in Go's words: `yaml: line 4: did not find expected key`. */
export class YamlFault extends Error {}

/**
 * The message with its line as Go's decoder counts it: a scanner's fault by the line itself, a parser's by the line before, and none
 * for the first line. Models: go.yaml.in/yaml/v2 parser.fail
 */
export function faultText(by: 'scanner' | 'parser', problem: string, at: Mark, context: Mark): string {
  let line = 0;
  if (at.line !== 0) line = by === 'scanner' ? at.line + 1 : at.line;
  else if (context.line !== 0) line = context.line;
  return line === 0 ? `yaml: ${problem}` : `yaml: line ${line}: ${problem}`;
}
