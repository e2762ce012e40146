import type { YAMLError } from 'yaml';

/**
 * What Go's YAML decoder says where our parser found a fault. The parsers differ in how they name faults; the common mistakes of people
 * (tabs, indentation, missing colons, open quotes) are told apart by the text around the place.
 * Models: go.yaml.in/yaml/v2 scannerc.go and parserc.go (the words), yaml.fail (the line)
 */
export function yamlErrorText(error: YAMLError, source: string): string {
  const at = error.pos[0];
  const line = source.slice(0, at).split('\n').length;
  const lineText = source.split('\n')[line - 1] ?? '';
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return fault(line, 'found character that cannot start any token');
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return fault(line, 'mapping values are not allowed in this context');
    case 'MULTILINE_IMPLICIT_KEY':
      return fault(line + 1, "could not find expected ':'");
    case 'MISSING_CHAR':
      return missing(error, source, line, lineText);
    case 'BAD_ALIAS':
      return fault(line, 'did not find expected alphabetic or numeric character');
    case 'BAD_SCALAR_START':
      return fault(line, 'found character that cannot start any token');
    case 'BAD_DQ_ESCAPE':
      return fault(line, 'found unknown escape character');
    case 'BAD_INDENT':
      return badIndent(source, line, lineText);
    default:
      return fault(line, 'did not find expected key');
  }
}

function missing(error: YAMLError, source: string, line: number, lineText: string): string {
  if (/quote/.test(error.message)) return fault(lineCount(source), 'found unexpected end of stream');
  if (/flow collection|expected flow/i.test(error.message)) {
    const open = /sequence/.test(error.message) || lineText.includes('[') ? "',' or ']'" : "',' or '}'";
    return fault(line, `did not find expected ${open}`);
  }
  if (/implicit (map )?keys? need/i.test(error.message) || /Implicit map keys/.test(error.message)) {
    return fault(Math.min(line + 1, lineCount(source)), "could not find expected ':'");
  }
  return fault(line, 'did not find expected key');
}

function badIndent(source: string, line: number, lineText: string): string {
  const inSequence = lineText.trimStart().startsWith('- ');
  const lines = source.split('\n');
  let parent = line;
  const indent = lineText.length - lineText.trimStart().length;
  for (let at = line - 2; at >= 0; at--) {
    const text = lines[at] ?? '';
    if (text.trim() === '') continue;
    if (text.length - text.trimStart().length < indent) break;
    parent = at + 1;
  }
  return fault(
    inSequence ? line : Math.max(parent, 1),
    `did not find expected ${inSequence ? "'-' indicator" : 'key'}`,
  );
}

function lineCount(source: string): number {
  return source.replace(/\n$/, '').split('\n').length + 1;
}

function fault(line: number, what: string): string {
  return `yaml: line ${line}: ${what}`;
}
