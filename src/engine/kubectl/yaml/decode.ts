import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { Json, JsonObject } from '../../cluster/json.ts';
import { formatSyntax } from '../go/format.ts';
import { YamlFault } from './fault.ts';
import { checkYaml } from './grammar.ts';
import { isSpecialFloat, resolvePlain } from './resolve.ts';

/** Text that is no YAML; `message` is what Go's decoder says, without any prefix: `yaml: line 4: did not find expected key`. */
export class YamlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'YamlError';
  }
}

/**
 * The first YAML document of a text as JSON, read as sigs.k8s.io/yaml reads it: YAML 1.1 words are booleans, a repeated key's last value
 * counts, dates stay text. With the words of 1.2, as kustomize reads resources, `y`, `yes`, `on` and the like are text. Throws `YamlError`. Models: sigs.k8s.io/yaml.YAMLToJSON
 */
export function yamlToJson(text: string, words: '1.1' | '1.2' = '1.1'): Json {
  const body = text.replace(/^\uFEFF/, '');
  const control = controlCharacter(body);
  if (control) throw new YamlError('yaml: control characters are not allowed');
  check(body);
  const document = parseDocument(body, {
    schema: 'failsafe',
    version: '1.2',
    strict: true,
    uniqueKeys: false,
    merge: false,
    keepSourceTokens: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const error: YAMLError | undefined = document.errors[0];
  if (error !== undefined && error.code !== 'MULTIPLE_DOCS') {
    const line = body.slice(0, error.pos[0]).split('\n').length;
    throw new YamlError(`yaml: line ${line}: ${error.message}`);
  }
  if (document.contents === null) return null;
  return new Reader(words).value(document.contents as Node);
}

/** Go's decoder names faults in its own words; what it takes and we do not is named by our parser. */
function check(text: string): void {
  try {
    checkYaml(text);
  } catch (error) {
    if (error instanceof YamlFault) throw new YamlError(error.message);
    throw error;
  }
}

/** The documents of a stream: split at lines that start with `---`, as kubectl does before it parses. Models: yaml.NewYAMLReader */
export function splitDocuments(text: string): readonly string[] {
  const documents: string[] = [];
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('---') && line.slice(3).trim() === '') {
      if (lines.length > 0) documents.push(lines.join('\n'));
      lines = [];
    } else lines.push(line);
  }
  if (lines.some((line) => line !== '')) documents.push(lines.join('\n'));
  return documents.filter((document) => document.trim() !== '');
}

class Reader {
  constructor(private readonly words: '1.1' | '1.2') {}

  private readonly anchors = new Map<string, Node>();
  private decoded = 0;
  private throughAliases = 0;
  private aliasDepth = 0;
  private readonly open = new Set<string>();

  value(node: Node | null): Json {
    if (node === null) return null;
    this.decoded++;
    if (this.aliasDepth > 0) this.throughAliases++;
    if (
      this.throughAliases > 100 &&
      this.decoded > 1000 &&
      this.throughAliases / this.decoded > allowedShare(this.decoded)
    ) {
      throw new YamlError('yaml: document contains excessive aliasing');
    }
    if (!isAlias(node) && 'anchor' in node && typeof node.anchor === 'string') this.anchors.set(node.anchor, node);
    if (isAlias(node)) return this.alias(node);
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) return node.items.map((item) => this.value(item as Node | null));
    if (isScalar(node)) return this.scalar(node);
    return null;
  }

  private alias(node: Alias): Json {
    const target = this.anchors.get(node.source);
    if (target === undefined) throw new YamlError(`yaml: unknown anchor '${node.source}' referenced`);
    if (this.open.has(node.source)) throw new YamlError(`yaml: anchor '${node.source}' value contains itself`);
    this.open.add(node.source);
    this.aliasDepth++;
    const value = this.value(target);
    this.aliasDepth--;
    this.open.delete(node.source);
    return value;
  }

  private map(node: YAMLMap): JsonObject {
    const out: { [key: string]: Json } = {};
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      if (isScalar(keyNode) && keyNode.value === '<<' && keyNode.type === 'PLAIN') {
        const merged = this.value(pair.value as Node | null);
        for (const part of Array.isArray(merged) ? [...merged].reverse() : [merged]) {
          if (typeof part !== 'object' || part === null || Array.isArray(part))
            throw new YamlError('yaml: map merge requires map or sequence of maps as the value');
          for (const [key, value] of Object.entries(part as JsonObject)) if (!(key in out)) out[key] = value ?? null;
        }
        continue;
      }
      const keyValue = this.value(keyNode);
      if (keyValue === null) {
        const shown = formatSyntax(this.value(pair.value as Node | null));
        throw new YamlError(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${shown}`);
      }
      const key = keyText(keyValue);
      Object.defineProperty(out, key, {
        value: this.value(pair.value as Node | null),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return out;
  }

  private scalar(node: { value?: unknown; type?: string | undefined; tag?: string | undefined }): Json {
    const text = typeof node.value === 'string' ? node.value : '';
    if (node.tag === '!!str' || node.tag === 'tag:yaml.org,2002:str') return text;
    if (node.type !== 'PLAIN') return text;
    if (isSpecialFloat(text))
      throw new YamlError(
        `json: unsupported value: ${text.toLowerCase().includes('nan') ? 'NaN' : text.startsWith('-') ? '-Inf' : '+Inf'}`,
      );
    const value = resolvePlain(text);
    return typeof value === 'boolean' && this.words === '1.2' && !/^(true|false)$/i.test(text) ? text : value;
  }
}

/** Models: yaml/v2 allowedAliasRatio */
function allowedShare(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  if (decoded >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}

function keyText(key: Json): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'number' || typeof key === 'boolean') return String(key);
  throw new YamlError(
    `unsupported map key of type: ${Array.isArray(key) ? '[]interface {}' : 'map[interface {}]interface {}'}`,
  );
}

function controlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
    if (code === 0x7f) return true;
  }
  return false;
}
