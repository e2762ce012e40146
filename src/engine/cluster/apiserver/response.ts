import type { Json, JsonObject, KubeObject } from '../json.ts';
import type { Core } from './core.ts';
import type { Resource } from './definitions.ts';
import type { ApiResponse } from './http.ts';
import { includeObjectOf, partialMetadata, table, tableRow } from './read/table.ts';
import type { Accepted } from './request/accept.ts';
import { shownAs } from './versions.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };
const TEXT_HEADERS = { 'content-type': 'text/plain; charset=utf-8' };
const NO_WARNINGS: readonly string[] = [];

/** A JSON answer. */
export function jsonResponse(status: number, body: Json, warnings: readonly string[] = NO_WARNINGS): ApiResponse {
  return { status, headers: JSON_HEADERS, warnings, body };
}

/** A plain-text answer. */
export function textResponse(status: number, text: string): ApiResponse {
  return { status, headers: TEXT_HEADERS, warnings: NO_WARNINGS, text };
}

/** One object (or a Status) in the form the client asked for. Models: handlers.transformResponseObject */
export function objectBody(
  core: Core,
  resource: Resource,
  object: KubeObject | JsonObject,
  accepted: Accepted,
  query: URLSearchParams,
): JsonObject {
  if (object['kind'] === 'Status') return object as JsonObject;
  const stored = object as KubeObject;
  const { namespace = '', name } = stored.metadata;
  const version = core.store.version(resource.key, namespace, name);
  const shown = shownAs(resource, version?.object === stored ? core.presenter.present(version) : stored);
  if (accepted.as === '') return shown as unknown as JsonObject;
  if (accepted.as !== 'Table') return partialMetadata(shown, accepted.version);
  const row = tableRow(resource, shown, includeObjectOf(query), accepted.version, core.clock.nowMs());
  const metadata = { resourceVersion: shown.metadata.resourceVersion };
  return table(resource.definition.columns, [row], accepted.version, metadata);
}
