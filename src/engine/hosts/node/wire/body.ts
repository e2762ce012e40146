import type { IncomingMessage } from 'node:http';
import type { Json } from '../../../cluster/json.ts';
import { yamlToJson } from '../../../kubectl/yaml/decode.ts';
import { repeatedKeys } from '../../../kubectl/yaml/repeated-keys.ts';
import { decodeProtobuf } from './protobuf.ts';

/** Requests beyond this are refused, bytes. Models: apiserver/pkg/server.MaxRequestBodyBytes */
export const LARGEST_BODY = 3 * 1024 * 1024;
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
/** A patch in YAML keeps its own type: only the text becomes JSON. */
const YAML = new Set(['application/yaml', 'application/apply-patch+yaml']);

/** A body as the API server takes it. */
export interface ReadBody {
  readonly body?: Json | string;
  readonly contentType: string | undefined;
  /** What strict decoding finds in YAML before it becomes JSON: keys that a mapping has twice. */
  readonly repeated?: readonly string[];
}

/** Reads a request to its end; undefined when it is larger than the server reads. */
export async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LARGEST_BODY) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function isJson(text: string): boolean {
  const first = text.trimStart().charAt(0);
  return first === '{' || first === '[';
}

/**
 * Turns what a client sent into JSON: protobuf by its field numbers, YAML by its text; JSON stays text for the server to read. Throws
 * `ProtobufError`, `WireFormatError`, and the YAML reader's errors.
 */
export function readBody(bytes: Buffer, contentType: string | undefined): ReadBody {
  if (bytes.length === 0) return { contentType };
  const media = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (media === PROTOBUF) return { body: decodeProtobuf(bytes), contentType: 'application/json' };
  const text = bytes.toString('utf8');
  if (!YAML.has(media) || isJson(text))
    return { body: text, contentType: media === 'application/yaml' ? 'application/json' : contentType };
  return {
    body: JSON.stringify(yamlToJson(text)),
    contentType: media === 'application/yaml' ? 'application/json' : contentType,
    repeated: repeatedKeys(text),
  };
}
