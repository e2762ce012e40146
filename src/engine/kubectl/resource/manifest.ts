import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, record, text } from '../../cluster/json-readers.ts';
import { CommandError } from '../errors.ts';
import { goJson } from '../go/json.ts';
import { quote } from '../go/quote.ts';
import { splitDocuments, YamlError, yamlToJson } from '../yaml/decode.ts';

/** What became of one document of a manifest. */
export type Parsed = { readonly object: JsonObject } | { readonly error: CommandError };

/**
 * Reads a manifest: several YAML documents or JSON objects, empty ones left out. A document that does not parse ends the reading, as in
 * kubectl. `validate`: kind and apiVersion must be there before anything else is looked at.
 * Models: cli-runtime/pkg/resource.StreamVisitor and metadataValidatingDecoder
 */
export function readManifest(content: string, source: string, validate: boolean): readonly Parsed[] {
  const out: Parsed[] = [];
  for (const document of splitDocuments(content)) {
    if (isCutOffJson(document)) {
      out.push({ error: new CommandError(`error parsing ${source}: unexpected EOF`) });
      return out;
    }
    let value: Json;
    try {
      value = yamlToJson(document);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      out.push({ error: new CommandError(`error parsing ${source}: error converting YAML to JSON: ${error.message}`) });
      return out;
    }
    if (value === null) continue;
    const problem = (validate ? missingKind(value, source) : undefined) ?? undecodable(value, source);
    if (problem !== undefined) {
      out.push({ error: problem });
      if (validate && problem.message.startsWith('error validating')) return out;
    } else if (isObject(value)) out.push({ object: value });
  }
  return out;
}

/** JSON that ends before its braces do. Models: YAMLOrJSONDecoder, which takes what begins with a brace for JSON */
function isCutOffJson(document: string): boolean {
  if (!document.trimStart().startsWith('{')) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < document.length; at++) {
    const character = document[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
  }
  return quoted || depth > 0;
}

function missingKind(value: Json, source: string): CommandError | undefined {
  const object = record(value);
  const missing: string[] = [];
  if (text(object['apiVersion']) === '') missing.push('apiVersion not set');
  if (text(object['kind']) === '') missing.push('kind not set');
  if (!isObject(value)) missing.splice(0, missing.length, `invalid object to validate`);
  if (missing.length === 0) return undefined;
  const list = missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
  return new CommandError(
    `error validating ${quote(source)}: error validating data: ${list}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

/** Models: unstructuredJSONScheme.Decode, then PartialObjectMetadata */
function undecodable(value: Json, source: string): CommandError | undefined {
  const fail = (why: string): CommandError => new CommandError(`unable to decode ${quote(source)}: ${why}`);
  if (!isObject(value)) {
    return fail(`json: cannot unmarshal ${jsonType(value)} into Go value of type struct { Items json.RawMessage }`);
  }
  if (text(value['kind']) === '') return fail(`Object 'Kind' is missing in '${goJson(value)}'`);
  if (isObject(value['metadata']) === false && value['metadata'] !== undefined && value['metadata'] !== null) {
    return fail(
      `json: cannot unmarshal ${jsonType(value['metadata'])} into Go struct field PartialObjectMetadata.metadata of type v1.ObjectMeta`,
    );
  }
  const wrong = wrongMetadata(record(value['metadata']));
  return wrong === undefined ? undefined : fail(wrong);
}

const STRING_FIELDS = ['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion'];
const MAP_FIELDS = ['labels', 'annotations'];

function wrongMetadata(metadata: JsonObject): string | undefined {
  for (const [field, value] of Object.entries(metadata)) {
    if (value === null || value === undefined) continue;
    const at = `Go struct field ObjectMeta.metadata.${field}`;
    if (STRING_FIELDS.includes(field) && typeof value !== 'string') {
      return `json: cannot unmarshal ${jsonType(value)} into ${at} of type string`;
    }
    if (!MAP_FIELDS.includes(field)) continue;
    if (!isObject(value)) return `json: cannot unmarshal ${jsonType(value)} into ${at} of type map[string]string`;
    const entry = Object.values(value).find((each) => each !== null && typeof each !== 'string');
    if (entry !== undefined) return `json: cannot unmarshal ${jsonType(entry)} into ${at} of type string`;
  }
  return undefined;
}

function jsonType(value: Json): string {
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'array' : typeof value;
}
