import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiHandler, ApiRequest, UserInfo } from '../../../cluster/apiserver/http.ts';
import type { JsonObject } from '../../../cluster/json.ts';
import { answer } from './answer.ts';
import { bytesOf, LARGEST_BODY, readBody } from './body.ts';
import { sendDocument } from './openapi/documents.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** What the server writes for people, whoever asks. Models: apiserver/pkg/endpoints/handlers/responsewriters.WriteRawJSON */
const ALWAYS_INDENTED: ReadonlySet<string> = new Set(['/version', '/version/', '/']);

/** Says who a connection belongs to; undefined leaves it to the API server. Throws nothing. */
export type Identify = (request: IncomingMessage) => UserInfo | undefined | 'unauthorized';

/** A Status object as the API server words it. */
export function statusBody(code: number, reason: string, message: string): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

/** The headers of a request, each one text. */
export function headersOf(request: IncomingMessage): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function refuse(response: ServerResponse, code: number, reason: string, message: string): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(statusBody(code, reason, message)));
}

/** Why keys that YAML has twice are refused, where strict decoding is asked for. Models: handlers.applyPatcher.createNewObject */
function refusedRepetition(repeated: readonly string[], url: string): string | undefined {
  if (repeated.length === 0) return undefined;
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  if (query.get('fieldValidation') !== 'Strict') return undefined;
  const lines = repeated.map((each) => `\n  ${each}`).join('');
  return `error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:${lines}`;
}

/** Serves one HTTP request by an API handler. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  handle: ApiHandler,
  identify: Identify,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  if (!METHODS.has(method))
    return refuse(response, 405, 'MethodNotAllowed', `${method} is not a method of this server`);
  const bytes = await bytesOf(request);
  if (bytes === undefined)
    return refuse(response, 413, 'RequestEntityTooLarge', `Request entity too large: limit is ${LARGEST_BODY}`);
  const user = identify(request);
  if (user === 'unauthorized') return refuse(response, 401, 'Unauthorized', 'Unauthorized');
  const headers = headersOf(request);
  let read: ReturnType<typeof readBody>;
  try {
    read = readBody(bytes, headers['content-type']);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(response, 400, 'BadRequest', `the object provided is unrecognized: ${why}`);
  }
  const repeated = refusedRepetition(read.repeated ?? [], url);
  if (repeated !== undefined) return refuse(response, 400, 'BadRequest', repeated);
  if (read.contentType !== undefined) headers['content-type'] = read.contentType;
  const got = handle({
    method: method as ApiRequest['method'],
    path: url,
    headers,
    waits: true,
    ...(read.body === undefined ? {} : { body: read.body }),
    ...(user === undefined ? {} : { user }),
  });
  if (url.startsWith('/openapi/v') && got.status === 200 && got.body !== undefined)
    return await sendDocument(request, response, url, got.body as JsonObject);
  answer(response, got, ALWAYS_INDENTED.has(url.split('?')[0] ?? '') ? 'curl' : (headers['user-agent'] ?? ''));
}
