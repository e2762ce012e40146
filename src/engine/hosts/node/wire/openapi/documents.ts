import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '../../../../cluster/json.ts';
import type { Descriptions } from '../../../../kubectl/explain/descriptions.ts';
import { loadDescriptions } from '../../../descriptions.ts';
import { encodeSwagger } from './protobuf.ts';
import { withTexts } from './texts.ts';

/** What client-go asks for, and what the answer is called. */
const ASKED = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

interface Made {
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

/** Each document of the server, as its bytes; the server hands out the same object until its definitions change. */
const made = new WeakMap<object, Map<string, Made>>();
let texts: Promise<Descriptions> | undefined;

async function make(document: JsonObject, contentType: string): Promise<Made> {
  texts ??= loadDescriptions();
  const described = withTexts(document, await texts);
  const bytes = contentType === PROTOBUF ? encodeSwagger(described) : Buffer.from(JSON.stringify(described));
  return {
    contentType,
    bytes,
    etag: `"${createHash('sha512').update(bytes).digest('hex').toUpperCase()}"`,
  };
}

/**
 * Sends an OpenAPI document: with descriptions, as JSON or (version 2) as protobuf, and nothing when the client has it. Models:
 * kube-openapi/pkg/handler
 */
export async function sendDocument(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  document: JsonObject,
): Promise<void> {
  const isProtobuf = path.startsWith('/openapi/v2') && (request.headers.accept ?? '').includes(ASKED);
  const contentType = isProtobuf ? PROTOBUF : 'application/json';
  let forms = made.get(document);
  if (forms === undefined) {
    forms = new Map();
    made.set(document, forms);
  }
  const ready = forms.get(contentType) ?? (await make(document, contentType));
  forms.set(contentType, ready);
  response.setHeader('etag', ready.etag);
  response.setHeader('vary', 'Accept-Encoding, Accept');
  if (request.headers['if-none-match'] === ready.etag) {
    response.writeHead(304);
    response.end();
    return;
  }
  response.writeHead(200, { 'content-type': ready.contentType, 'content-length': ready.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : ready.bytes);
}
