import { ApiError, type ClientFactory } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { CRDS } from '../resources/customresources/types.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { otherVersions } from '../resources/other-versions.ts';
import { History } from '../store/history.ts';
import type { Store } from '../store.ts';
import { ConfiguredAdmission } from './admission/admission.ts';
import { AnswerPending, Attempt } from './admission/attempt.ts';
import { POLICIES } from './admission/policies.ts';
import { PolicyStatusController } from './admission/policy-status.ts';
import type { CallWebhook, WebhookAnswer } from './admission/webhook-caller.ts';
import { Allocators } from './allocators.ts';
import type { AuditEvent, AuditListener } from './audit.ts';
import { forbiddenRequest } from './authorization/forbidden.ts';
import { RbacAuthorizer } from './authorization/rbac.ts';
import { ServiceAccountTokens } from './authorization/service-account-tokens.ts';
import { tokenUser } from './authorization/token.ts';
import type { TokenSigner } from './authorization/token-signer.ts';
import { impersonatedGroups, impersonatedUser, serviceAccountOf } from './authorization/user.ts';
import type { Core } from './core.ts';
import { CustomResourceController } from './customresources/controller.ts';
import { webhookConverter } from './customresources/conversion-webhook.ts';
import { serveCustomResources } from './customresources/serving.ts';
import { Definitions, resourceKey } from './definitions.ts';
import { issuerPaths } from './discovery/issuer.ts';
import { DiscoveryPaths } from './discovery/paths.ts';
import type { ApiHandler, ApiLater, ApiRequest, ApiResponse, UserInfo } from './http.ts';
import { LocalClient } from './local-client.ts';
import { OwnershipReader } from './managed-fields/ownership.ts';
import { type ProxyHandler, type ProxyTarget, proxyCall } from './proxy/call.ts';
import { Presenter } from './read/presenter.ts';
import { requestInfo, splitPath } from './request/info.ts';
import { handleResource } from './resource-handler.ts';
import { jsonResponse } from './response.ts';
import { reviewKinds } from './reviews/definitions.ts';
import { noSuchPath } from './status.ts';
import type { SubresourceHandler } from './subresource.ts';
import { approvalHandler, REQUESTS } from './subresources/approval.ts';
import { bindingHandler, bindingRequest } from './subresources/binding.ts';
import { evictionHandler } from './subresources/eviction.ts';
import { namespaceFinalizeHandler } from './subresources/namespace-finalize.ts';
import { ephemeralContainersHandler, resizeHandler } from './subresources/pod-spec-parts.ts';
import { tokenHandler } from './subresources/token.ts';

/** Who a request comes from when it does not say: the admin of the kubeconfig. */
export const ADMIN: UserInfo = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

/** The server itself, where it writes: the status of custom resource definitions. */
const SYSTEM: UserInfo = { name: 'system:apiserver', groups: ['system:masters'] };

/** What a server is made of. */
export interface ApiServerOptions {
  readonly clock: Clock;
  /** Already forked for the server. */
  readonly random: Random;
  readonly store: Store;
  readonly definitions: readonly ResourceDefinition[];
  /** Keys that make service account tokens unguessable to strangers. Default: the seed alone signs them. */
  readonly tokenSigner?: TokenSigner;
}

/** Serves a path that is no resource; undefined when it is none of its own. */
type PathHandler = (path: string, request: ApiRequest, query: URLSearchParams) => ApiResponse | undefined;

/**
 * The API server: requests in, answers out, all within the call. Resources come from their definitions; what needs another room is
 * served by handlers that the room registers. Models: apiserver/pkg/server, apiserver/pkg/endpoints
 */
export class ApiServer {
  readonly core: Core;
  readonly history: History;
  private readonly admission: ConfiguredAdmission;
  private readonly handlers = new Map<string, SubresourceHandler>();
  private readonly auditListeners: AuditListener[] = [];
  private readonly pathHandlers: PathHandler[] = [];
  private readonly proxies = new Map<string, ProxyHandler>();

  constructor(options: ApiServerOptions) {
    const { clock, random, store } = options;
    for (const { group, plural, indexes } of options.definitions)
      if (indexes !== undefined) store.define(group === '' ? plural : `${plural}.${group}`, indexes);
    this.history = new History(store);
    const stored = new Set(options.definitions.map(resourceKey));
    const others = otherVersions.filter(({ view }) => view === undefined || stored.has(view.of));
    const definitions = new Definitions([...options.definitions, ...reviewKinds, ...others]);
    this.admission = new ConfiguredAdmission({ store, definitions, random: random.fork('admission') });
    const owners = new OwnershipReader(definitions);
    store.onCut(owners.keep);
    this.core = {
      clock,
      random,
      store,
      history: this.history,
      definitions,
      allocators: new Allocators(store, random.fork('allocators')),
      presenter: new Presenter(owners.wire),
      owners,
      authorizer: new RbacAuthorizer(store),
      tokens: new ServiceAccountTokens(random.fork('tokens'), options.tokenSigner),
      admission: this.admission,
    };
    if (definitions.get(CRDS) !== undefined) {
      const convert = webhookConverter(() => this.admission.callWebhook, random.fork('conversion'));
      serveCustomResources(store, definitions, convert);
      new CustomResourceController(store, clock, this.client('kube-apiserver', SYSTEM));
    }
    if (definitions.get(POLICIES) !== undefined)
      new PolicyStatusController({ store, definitions, clock }, this.client('kube-controller-manager', SYSTEM));
    this.servePaths(new DiscoveryPaths(this.core.definitions).handle);
    if (options.tokenSigner !== undefined) this.servePaths(issuerPaths(options.tokenSigner, store));
    this.serveSubresource('pods', 'binding', bindingHandler(this.core));
    this.serveSubresource('pods', 'eviction', evictionHandler(this.core));
    this.serveSubresource('pods', 'ephemeralcontainers', ephemeralContainersHandler(this.core));
    this.serveSubresource('pods', 'resize', resizeHandler(this.core));
    this.serveSubresource('namespaces', 'finalize', namespaceFinalizeHandler(this.core));
    this.serveSubresource('serviceaccounts', 'token', tokenHandler(this.core));
    this.serveSubresource(REQUESTS, 'approval', approvalHandler(this.core));
  }

  /** The server's one door. */
  readonly handle: ApiHandler = (request) =>
    request.waits === true && request.method !== 'GET' && this.admission.hasWebhooks
      ? this.handleWaiting(request, new Attempt([]))
      : this.handleAtOnce(request);

  /** Answers a request whose sender waits: begins anew when a slow webhook has answered, or took too long. */
  private handleWaiting(request: ApiRequest, attempt: Attempt): ApiResponse {
    this.admission.attempt = attempt;
    try {
      return this.handleAtOnce(request);
    } catch (error) {
      if (!(error instanceof AnswerPending)) throw error;
      return { status: 0, headers: {}, warnings: [], later: this.continued(request, error) };
    } finally {
      this.admission.attempt = undefined;
    }
  }

  private continued(request: ApiRequest, { uid, timeoutSeconds, toCome, attempt }: AnswerPending): ApiLater {
    let isOver = false;
    return {
      subscribe: (done) => {
        const go = (answer: WebhookAnswer): void => {
          if (isOver) return;
          isOver = true;
          timer.cancel();
          const got = this.handleWaiting(request, attempt.after({ uid, answer }));
          if (got.later === undefined) done(got);
          else got.later.subscribe(done);
        };
        const timer = this.core.clock.after(timeoutSeconds * 1000, () => go({ kind: 'late' }));
        toCome.subscribe(go);
      },
      // Who goes away does not stop the write: a real server goes on with it, too.
      close() {},
    };
  }

  private handleAtOnce(request: ApiRequest): ApiResponse {
    const { path, query } = splitPath(request.path);
    const info = requestInfo(path);
    let user: UserInfo;
    try {
      user = this.userOf(request);
    } catch (error) {
      if (error instanceof ApiError) return jsonResponse(error.code, error.status);
      throw error;
    }
    if (info.kind === 'path') {
      const wanted = { verb: request.method.toLowerCase(), path };
      if (!this.core.authorizer.decide(user, wanted).allowed)
        return jsonResponse(403, forbiddenRequest(user, wanted).status);
      for (const handler of this.pathHandlers) {
        const response = handler(path, request, query);
        if (response !== undefined) return response;
      }
      return jsonResponse(404, noSuchPath().status);
    }
    const resource = this.core.definitions.at(info.group, info.version, info.plural);
    if (resource === undefined) return jsonResponse(404, noSuchPath().status);
    if (resource.key === 'bindings' && request.method === 'POST') {
      const asSubresource = bindingRequest(request, info.namespace);
      if (asSubresource !== undefined) return this.handleAtOnce(asSubresource);
    }
    const proxy = info.subresource === 'proxy' ? this.proxies.get(resource.key) : undefined;
    if (proxy !== undefined) return proxyCall({ core: this.core, resource, info, request, query, user }, proxy);
    const handler = this.handlers.get(`${resource.key}/${info.subresource}`);
    let facts: Pick<AuditEvent, 'verb' | 'manager' | 'name'> | undefined;
    const response = handleResource({ core: this.core, resource, info, request, query, user, handler }, (recorded) => {
      facts = recorded;
    });
    if (this.auditListeners.length > 0 && facts !== undefined) {
      const { namespace, subresource } = info;
      this.audit({ ...facts, user, resource: resource.key, subresource, namespace, code: response.status });
    }
    return response;
  }

  /** Who asks, or whom they may act as. Throws 401 and 403. */
  private userOf(request: ApiRequest): UserInfo {
    const { store, clock, tokens } = this.core;
    const user = tokenUser(request, { store, tokens, nowMs: clock.nowMs() }) ?? request.user ?? ADMIN;
    const other = impersonatedUser(request);
    if (other === undefined) return user;
    const facts = { verb: 'impersonate', group: '', subresource: '' };
    const account = serviceAccountOf(other.name);
    const wanted =
      account === undefined
        ? { ...facts, resource: 'users', namespace: '', name: other.name }
        : { ...facts, resource: 'serviceaccounts', ...account };
    const groups = impersonatedGroups(request).map((group) => ({
      ...facts,
      resource: 'groups',
      namespace: '',
      name: group,
    }));
    for (const each of [wanted, ...groups])
      if (!this.core.authorizer.decide(user, each).allowed) throw forbiddenRequest(user, each);
    return other;
  }

  /** Clients for the components inside the cluster. */
  readonly client: ClientFactory = (manager, user) => new LocalClient(this, manager, user);

  /** Lets another room serve a subresource that a definition declares: `serveSubresource('pods', 'log', handler)`. */
  serveSubresource(resource: string, name: string, handler: SubresourceHandler): void {
    this.handlers.set(`${resource}/${name}`, handler);
  }

  /** Lets another room pass requests on to what runs behind a resource: `serveProxy('pods', handler)`. */
  serveProxy(resource: ProxyTarget, handler: ProxyHandler): void {
    this.proxies.set(resource, handler);
  }

  subresourceHandler(resource: string, name: string): SubresourceHandler | undefined {
    return this.handlers.get(`${resource}/${name}`);
  }

  /** Adds a server of paths that are no resources. */
  servePaths(handler: PathHandler): void {
    this.pathHandlers.push(handler);
  }

  /** Calls `listener` with every answered request from now on. Costs nothing while nobody listens. Returns a disposer. */
  onAudit(listener: AuditListener): () => void {
    this.auditListeners.push(listener);
    return () => {
      const at = this.auditListeners.indexOf(listener);
      if (at >= 0) this.auditListeners.splice(at, 1);
    };
  }

  /** How the server calls webhooks of the cluster's Services. */
  callWebhooksBy(call: CallWebhook): void {
    this.admission.callWebhook = call;
  }

  get isAudited(): boolean {
    return this.auditListeners.length > 0;
  }

  audit(event: Omit<AuditEvent, 'timeMs' | 'revision'>): void {
    const full = { ...event, timeMs: this.core.clock.nowMs(), revision: this.core.store.revision };
    for (const listener of this.auditListeners) listener(full);
  }
}
