import { parseDocument } from 'yaml';

/**
 * The keys that a mapping of a YAML text has twice, each with its line, as Go's strict decoder tells of them:
 * `line 11: key "foo" already set in map`. Nothing for a text that is no YAML. Models: go.yaml.in/yaml/v2 decoder.setMapIndex
 */
export function repeatedKeys(text: string): readonly string[] {
  const { errors } = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  return errors.flatMap((error) => {
    if (error.code !== 'DUPLICATE_KEY') return [];
    const [at] = error.pos;
    const line = text.slice(0, at).split('\n').length;
    const [, key = ''] = /^["']?([^"':\s]+)/.exec(text.slice(at)) ?? [];
    return [`line ${line}: key ${JSON.stringify(key)} already set in map`];
  });
}
