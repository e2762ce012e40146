import type { Json, JsonObject } from '../../json.ts';
import type { CustomFacts } from '../../resources/definition.ts';
import type { Resource } from '../definitions.ts';
import type { ApiRequest } from '../http.ts';
import { badRequest, entityTooLarge, plainMistake, unsupportedMediaType } from '../status.ts';
import { decodeCustom } from './custom.ts';
import { goValue } from './go-types.ts';
import { JsonSyntaxError, keyPlaces, type ParsedJson, parseJson } from './json-text.ts';
import { decodeTyped, TypeMismatchError } from './typed.ts';

/** Models: apiserver/pkg/server.MaxRequestBodyBytes */
export const REQUEST_LIMIT_BYTES = 3 * 1024 * 1024;
/** Models: etcd's --max-request-bytes */
const STORED_LIMIT_BYTES = 1.5 * 1024 * 1024;
const ACCEPTED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/cbor'];
const SUMMARY_LENGTH = 30;

/** What `fieldValidation` asks for. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** The media type of a request's body without its parameters. */
export function mediaType(request: ApiRequest): string {
  const header = request.headers?.['content-type'] ?? 'application/json';
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

/** Refuses what is larger than the server reads. */
export function checkSize(body: Json | string | undefined): void {
  if (typeof body !== 'string' || body.length * 3 <= REQUEST_LIMIT_BYTES) return;
  if (new TextEncoder().encode(body).length > REQUEST_LIMIT_BYTES) throw entityTooLarge(REQUEST_LIMIT_BYTES);
}

/** Models: handlers.summarizeData */
function summary(text: string): string {
  if (text === '') return '<empty>';
  if (text.startsWith('{')) return text.length > SUMMARY_LENGTH ? `${text.slice(0, SUMMARY_LENGTH)} ...` : text;
  const bytes = new TextEncoder().encode(text);
  const hex = [...bytes.slice(0, SUMMARY_LENGTH)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > SUMMARY_LENGTH ? `${hex} ...` : hex;
}

/** The parsed body of a request: as it came, or from its text. Throws `JsonSyntaxError` for text that is not JSON. */
export function parseBody(body: Json | string | undefined): ParsedJson {
  if (typeof body === 'string') return parseJson(body);
  return { value: body ?? null, duplicates: [] };
}

/** What strict decoding finds, in the order in which it stands in the text. */
function strictProblems(text: unknown, duplicates: readonly string[], unknown: readonly string[]): string[] {
  const problems = [
    ...duplicates.map((path) => ({ path, said: `duplicate field "${path}"`, isRepeated: true })),
    ...unknown.map((path) => ({ path, said: `unknown field "${path}"`, isRepeated: false })),
  ];
  if (duplicates.length > 0 && unknown.length > 0 && typeof text === 'string') {
    const { first, repeated } = keyPlaces(text);
    const place = ({ path, isRepeated }: (typeof problems)[number]): number =>
      (isRepeated ? repeated : first).get(path) ?? 0;
    problems.sort((a, b) => place(a) - place(b));
  }
  return problems.map(({ said }) => said);
}

/**
 * Reads an object of a kind from a POST or PUT. Unknown and repeated fields are refused, warned of or dropped, as asked.
 * Throws 400, 413 and 415. Models: handlers.createHandler, handlers.transformDecodeError
 */
export function decodeObject(
  request: ApiRequest,
  expected: ExpectedObject,
  validation: FieldValidation,
  warn: (text: string) => void,
): JsonObject {
  const type = mediaType(request);
  if (type !== 'application/json' && type !== '') throw unsupportedMediaType(ACCEPTED);
  checkSize(request.body);
  let parsed: ParsedJson;
  try {
    parsed = parseBody(request.body ?? '');
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const text = typeof request.body === 'string' ? request.body : '';
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; json parse error: ${error.message} (${summary(text)})`,
    );
  }
  const { value } = parsed;
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  const { apiVersion = '', kind = '' } = isObject ? (value as JsonObject) : {};
  for (const [field, said] of Object.entries({ apiVersion, kind }))
    if (said !== null && typeof said !== 'string')
      throw badRequest(
        `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${goValue(said)} into Go struct field TypeMeta.${field} of type string`,
      );
  const sentKind = String(kind || expected.kind);
  const sentVersion = String(apiVersion || expected.apiVersion);
  const cannot = (why: string): Error =>
    badRequest(
      `${sentKind} in version "${sentVersion.split('/').pop()}" cannot be handled as a ${expected.kind}: ${why}`,
    );
  if (isObject && sentVersion !== expected.apiVersion)
    throw badRequest(
      `the API version in the data (${sentVersion}) does not match the expected API version (${expected.apiVersion})`,
    );
  if (sentKind !== expected.kind)
    throw cannot(
      `no kind "${sentKind}" is registered for the internal version of group "${sentVersion.includes('/') ? sentVersion.split('/')[0] : ''}"`,
    );
  try {
    const decoded =
      expected.custom === undefined ? decodeTyped(expected.schema, value) : decodeCustom(expected.custom, value);
    const problems = validation === 'Ignore' ? [] : strictProblems(request.body, parsed.duplicates, decoded.unknown);
    if (problems.length > 0 && validation === 'Strict') throw cannot(`strict decoding error: ${problems.join(', ')}`);
    for (const problem of problems) warn(problem);
    return decoded.value;
  } catch (error) {
    if (error instanceof TypeMismatchError) throw cannot(error.message);
    throw error;
  }
}

/** Refuses an object that etcd would not store. Only text bodies can be that large without having been checked before. */
export function checkStoredSize(request: ApiRequest): void {
  if (typeof request.body === 'string' && request.body.length > STORED_LIMIT_BYTES)
    throw plainMistake('etcdserver: request is too large', 413);
}

/** What an object must say it is, and what it is read by. */
interface ExpectedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: string;
  readonly custom?: CustomFacts | undefined;
}

/** What a resource's own objects must say they are. */
export function expectedOf({ apiVersion, definition: { kind, schema, custom } }: Resource): ExpectedObject {
  return { apiVersion, kind, schema, custom };
}
