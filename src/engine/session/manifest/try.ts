import { type Document, isMap, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { ApiRequest, ApiResponse } from '../../cluster/apiserver/http.ts';
import type { Json, JsonObject } from '../../cluster/json.ts';
import { record } from '../../cluster/json-readers.ts';
import { toYaml } from '../../kubectl/yaml/encode.ts';
import type { LintFault } from '../lint.ts';
import { type Asked, runQuestion } from '../question.ts';
import { locate } from './locate.ts';

/** What applying one document of a manifest would do. */
export type Trial = {
  /** `Deployment web`, as far as the document says it. */
  readonly object: string;
  /** The line that the document begins in, from 1. */
  readonly line: number;
  /** The object as it is in the cluster, as YAML without what the server keeps for itself; null where there is none. */
  readonly live: string | null;
  /** What apply would make of it; null where it is refused. */
  readonly after: string | null;
  readonly faults: readonly LintFault[];
};

const MANIFEST = '/root/manifest.yaml';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Without what changes with every write and what nobody writes: two versions then differ in what was meant. */
function meant(object: JsonObject): JsonObject {
  const {
    managedFields: _fields,
    resourceVersion: _version,
    generation: _generation,
    uid: _uid,
    ...rest
  } = record(object['metadata']);
  const { creationTimestamp: _created, annotations, ...metadata } = rest;
  const { [LAST_APPLIED]: _applied, ...kept } = record(annotations);
  const { status: _status, ...body } = object;
  return {
    ...body,
    metadata: { ...metadata, ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }) },
  };
}

/** What the server says is wrong, field by field where it names fields. */
function complaints(status: JsonObject): readonly { readonly field: string; readonly message: string }[] {
  const { causes } = record(status['details']);
  const message = String(status['message'] ?? '');
  if (Array.isArray(causes) && causes.length > 0)
    return causes.map((each: Json) => {
      const cause = record(each);
      const field = String(cause['field'] ?? '');
      return { field, message: `${field}: ${String(cause['message'] ?? '')}` };
    });
  const strict = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)];
  if (strict.length > 0) return strict.map(([text, field = '']) => ({ field, message: text }));
  const typed = /Go struct field \S*?\.(\S+) of type/.exec(message)?.[1];
  return [{ field: typed ?? '', message }];
}

interface Seen {
  live: JsonObject | undefined;
  after: JsonObject | undefined;
  refused: JsonObject | undefined;
}

/** Applies one document for a try and keeps what the server answered. */
function applyTried(asked: Asked, text: string): Seen & { readonly said: string } {
  const seen: Seen = { live: undefined, after: undefined, refused: undefined };
  const answered = (request: ApiRequest, response: ApiResponse): void => {
    const body = record(response.body);
    if (request.method === 'GET') {
      if (
        response.status === 200 &&
        body['kind'] !== undefined &&
        body['metadata'] !== undefined &&
        body['items'] === undefined
      )
        seen.live = body;
    } else if (response.status < 300) seen.after = body;
    else if (body['kind'] === 'Status') seen.refused = body;
  };
  const { exit, stderr } = runQuestion(asked, ['apply', '--dry-run=server', '-f', MANIFEST], {
    files: { [MANIFEST]: text },
    answered,
  });
  return { ...seen, said: exit === 0 ? '' : stderr.trim() };
}

function nameOf(document: Document.Parsed): string {
  if (!isMap(document.contents)) return '';
  return `${String(document.get('kind') ?? '')} ${String(document.getIn(['metadata', 'name']) ?? '')}`.trim();
}

/**
 * Tries each document of a manifest: what is in the cluster, what applying it would make, and what the server says against it, at its place
 * in the text. `asked` answers reads and tries; nothing of what follows is changed.
 */
export function tryManifest(text: string, asked: Asked): readonly Trial[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const trials: Trial[] = [];
  for (const document of Array.isArray(parsed) ? parsed : []) {
    const { contents } = document;
    if (contents === null || document.errors.length > 0) continue;
    const [start, , end] = contents.range;
    const top: Node | undefined = isMap<Node>(contents)
      ? (contents.items.find(({ key }) => String(key) === 'kind')?.value ?? contents.items[0]?.key)
      : contents;
    const { live, after, refused, said } = applyTried(asked, text.slice(start, end));
    const faults = (
      refused === undefined ? (said === '' ? [] : [{ field: '', message: said }]) : complaints(refused)
    ).map(({ field, message }): LintFault => {
      const range = locate(document, field) ?? { from: top?.range?.[0] ?? start, to: top?.range?.[1] ?? start };
      const from = lines.linePos(range.from);
      const to = lines.linePos(Math.max(range.from, range.to));
      return {
        line: from.line,
        column: from.col,
        endColumn: to.line === from.line ? to.col : from.col + 1,
        message,
        severity: 'error',
      };
    });
    trials.push({
      object: nameOf(document),
      line: lines.linePos(start).line,
      live: live === undefined ? null : toYaml(meant(live)),
      after: after === undefined || faults.length > 0 ? null : toYaml(meant(after)),
      faults,
    });
  }
  return trials;
}
