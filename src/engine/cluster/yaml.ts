import { parse } from 'yaml';

/** What a YAML text says, as a node's own components read their files. Throws `YAMLParseError`. */
export function readYaml(text: string): unknown {
  return parse(text);
}
