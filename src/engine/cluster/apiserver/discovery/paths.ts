import type { JsonObject } from '../../json.ts';
import { sha256Hex } from '../../sha256.ts';
import type { Definitions } from '../definitions.ts';
import type { ApiRequest, ApiResponse } from '../http.ts';
import { negotiate } from '../request/accept.ts';
import { jsonResponse, textResponse } from '../response.ts';
import { aggregatedDiscovery } from './aggregated.ts';
import { servedGroups } from './groups.ts';
import { healthText } from './health.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy.ts';
import { openApiDocument } from './openapi.ts';
import { swaggerDocument } from './openapi-v2.ts';
import { VERSION } from './version.ts';

const AGGREGATED = new Set(['APIGroupDiscoveryList']);

/** The paths that are no resources: discovery, OpenAPI, health, version. Each answer is made once, when it is first asked for. */
export class DiscoveryPaths {
  private readonly made = new Map<string, JsonObject>();
  private madeFor = 0;

  constructor(private readonly definitions: Definitions) {}

  /** The answer to a path; undefined when it is none of these. */
  readonly handle = (path: string, request: ApiRequest, query: URLSearchParams): ApiResponse | undefined => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const health = healthText(path, query);
    if (health !== undefined) return textResponse(200, health);
    const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
    if (trimmed === '/api' || trimmed === '/apis') return this.roots(trimmed, request);
    const body = this.body(trimmed);
    return body === undefined ? undefined : jsonResponse(200, body);
  };

  private roots(path: string, request: ApiRequest): ApiResponse {
    const accept = request.headers?.['accept'];
    const accepted = accept?.includes('APIGroupDiscoveryList') === true ? negotiate(accept, AGGREGATED) : undefined;
    if (accepted === undefined || accepted.as === '' || accepted.group !== 'apidiscovery.k8s.io')
      return jsonResponse(
        200,
        this.once(path, () => (path === '/api' ? apiVersions() : apiGroupList(this.groups()))),
      );
    const { version } = accepted;
    const groups = this.groups().filter(({ group }) => (group === '') === (path === '/api'));
    const body = this.once(`${path} ${version}`, () => aggregatedDiscovery(groups, version));
    const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    return { status: 200, headers: { 'content-type': type }, warnings: [], body };
  }

  private body(path: string): JsonObject | undefined {
    if (path === '/version') return VERSION;
    if (path === '/') return this.once(path, () => ({ paths: this.allPaths() }));
    if (path === '/openapi/v2') return this.once(path, () => swaggerDocument(this.allDocuments()));
    if (path === '/openapi/v3') return this.once(path, () => ({ paths: this.openApiPaths() }));
    const match = /^(\/openapi\/v3)?\/(?:api|apis\/([^/]+))(?:\/([^/]+))?$/.exec(path);
    if (match === null) return undefined;
    const [, openApi, group = '', version] = match;
    const served = this.groups().find((each) => each.group === group);
    if (served === undefined) return undefined;
    if (version === undefined)
      return openApi === undefined && group !== '' ? this.once(path, () => apiGroup(served)) : undefined;
    const found = served.versions.find((each) => each.version === version);
    if (found === undefined) return undefined;
    return this.once(path, () =>
      openApi === undefined ? apiResourceList(group, found) : openApiDocument(group, found),
    );
  }

  private groups(): ReturnType<typeof servedGroups> {
    return servedGroups(this.definitions);
  }

  private allPaths(): readonly string[] {
    const versions = this.groups().flatMap(({ group, versions: all }) =>
      group === ''
        ? ['/api', ...all.map(({ version }) => `/api/${version}`)]
        : [`/apis/${group}`, ...all.map(({ version }) => `/apis/${group}/${version}`)],
    );
    return [
      ...versions,
      '/apis',
      '/healthz',
      '/livez',
      '/metrics',
      '/openapi/v2',
      '/openapi/v3',
      '/readyz',
      '/version',
    ].sort();
  }

  private allDocuments(): readonly JsonObject[] {
    return this.groups().flatMap(({ group, versions }) => versions.map((served) => openApiDocument(group, served)));
  }

  private openApiPaths(): JsonObject {
    const entries = this.groups().flatMap(({ group, versions }) =>
      versions.map(({ version }) => {
        const path = group === '' ? `api/${version}` : `apis/${group}/${version}`;
        // Clients keep a document by its hash: it changes when definitions come and go.
        const hash = sha256Hex(`${VERSION.gitCommit} ${this.definitions.generation} ${path}`).toUpperCase();
        return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const;
      }),
    );
    return Object.fromEntries(entries);
  }

  private once(key: string, make: () => JsonObject): JsonObject {
    const { generation } = this.definitions;
    if (generation !== this.madeFor) this.made.clear();
    this.madeFor = generation;
    let body = this.made.get(key);
    if (body === undefined) {
      body = make();
      this.made.set(key, body);
    }
    return body;
  }
}
