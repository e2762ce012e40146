import type { JsonObject, KubeObject } from '../../cluster/json.ts';
import { plain, respond, type ServerApp } from '../web/app.ts';
import { goFlags, portOf } from './flags.ts';

/** The parts of an admission request that these webhooks read. Models: admission/v1.AdmissionRequest */
interface Request {
  readonly uid?: string;
  readonly name?: string;
  readonly operation?: string;
  readonly object?: KubeObject & Options;
  readonly oldObject?: KubeObject;
}

/** Models: core/v1.PodAttachOptions */
interface Options {
  readonly stdin?: boolean;
  readonly container?: string;
}

interface Container {
  readonly name?: string;
}

type Response = JsonObject;

const ALLOWED: Response = { allowed: true };
const denied = (status: JsonObject): Response => ({ allowed: false, status });
const patch = (...operations: readonly JsonObject[]): Response =>
  operations.length === 0
    ? ALLOWED
    : { allowed: true, patchType: 'JSONPatch', patch: btoa(JSON.stringify(operations)) };

const KEY = 'webhook-e2e-test';
const mark = (object: KubeObject | undefined): string | undefined => object?.metadata?.labels?.[KEY];
const dataOf = (object: KubeObject | undefined): { readonly [key: string]: string | undefined } =>
  (object?.['data'] ?? {}) as { readonly [key: string]: string };
const containersOf = (object: KubeObject | undefined, member: string): readonly Container[] =>
  (object?.['spec'] as { readonly [member: string]: readonly Container[] | undefined } | undefined)?.[member] ?? [];

/** Denies objects by what their data say; `what` names them. */
const byData =
  (what: string, wording: string) =>
  ({ operation, object, oldObject }: Request): Response => {
    const said = dataOf(operation === 'DELETE' ? oldObject : object)[KEY];
    if (said === 'webhook-disallow' && operation !== 'DELETE')
      return denied({ reason: `the ${what} contains unwanted ${wording}` });
    if (said === 'webhook-nondeletable' && operation === 'DELETE')
      return denied({ reason: `the ${what} cannot be deleted because it contains unwanted key and value` });
    return ALLOWED;
  };

function byStages({ object }: Request): Response {
  const data = dataOf(object);
  const add = (stage: number): JsonObject => ({ op: 'add', path: `/data/mutation-stage-${stage}`, value: 'yes' });
  if (data['mutation-stage-1'] === 'yes') return patch(add(2));
  return data['mutation-start'] === 'yes' ? patch(add(1)) : ALLOWED;
}

function pods({ object }: Request): Response | 'never' {
  const said = mark(object);
  if (said === 'wait-forever') return 'never';
  const faults = [
    ...(said === 'webhook-disallow' ? ['the pod contains unwanted label;'] : []),
    ...containersOf(object, 'containers').flatMap(({ name = '' }) =>
      name.includes('webhook-disallow') ? ['the pod contains unwanted container name;'] : [],
    ),
  ];
  return faults.length === 0 ? ALLOWED : denied({ message: faults.join(' ') });
}

function initContainer({ object }: Request): Response {
  const name = 'webhook-added-init-container';
  const has = containersOf(object, 'initContainers').some((each) => each.name === name);
  if (object?.metadata.name !== 'webhook-to-be-mutated' || has) return ALLOWED;
  return patch({
    op: 'add',
    path: '/spec/initContainers',
    value: [{ image: 'webhook-added-image', name, resources: {} }],
  });
}

function attaching({ name, object }: Request): Response {
  const isRefused = name === 'to-be-attached-pod' && object?.stdin === true && object.container === 'container1';
  return isRefused ? denied({ message: "attaching to pod 'to-be-attached-pod' is not allowed" }) : ALLOWED;
}

function label({ object }: Request): Response {
  const labels = object?.metadata.labels;
  if (labels === undefined) return patch({ op: 'add', path: '/metadata/labels', value: { 'added-label': 'yes' } });
  if (labels['added-label'] === 'yes') return ALLOWED;
  return patch({
    op: labels['added-label'] === undefined ? 'add' : 'replace',
    path: '/metadata/labels/added-label',
    value: 'yes',
  });
}

/** What is asked at each path. Models: test/images/agnhost/webhook */
const PATHS: { readonly [path: string]: (request: Request) => Response | 'never' } = {
  '/always-deny': () => denied({ message: 'this webhook denies all requests' }),
  '/add-label': label,
  '/pods': pods,
  '/pods/attach': attaching,
  '/mutating-pods': initContainer,
  '/configmaps': byData('configmap', 'key and value'),
  '/mutating-configmaps': byStages,
  '/custom-resource': byData('custom resource', 'data'),
  '/mutating-custom-resource': byStages,
  '/crd': ({ object }) =>
    mark(object) === 'webhook-disallow' ? denied({ message: 'the crd contains unwanted label' }) : ALLOWED,
};

/** `agnhost webhook`: a server of admission webhooks over TLS. */
export function webhookApp(words: readonly string[]): ServerApp {
  const { flags } = goFlags(words);
  return {
    ports: () => [portOf(flags.get('port'), 443)],
    tls: true,
    answer(request, process, _port, reply) {
      if (request.path === '/readyz') return reply(plain(200, 'ok'));
      const isSlow = request.path === '/always-allow-delay-5s';
      const judge = isSlow ? () => ALLOWED : PATHS[request.path];
      if (judge === undefined) return reply(plain(404, '404 page not found\n'));
      const asked = requestOf(request.body);
      if (asked === undefined) return reply(plain(400, 'Request could not be decoded\n'));
      const response = judge(asked);
      if (response === 'never') return undefined;
      const review = {
        kind: 'AdmissionReview',
        apiVersion: 'admission.k8s.io/v1',
        response: { uid: asked.uid ?? '', ...response },
      };
      const send = (): void => reply(respond(200, 'application/json', JSON.stringify(review)));
      if (isSlow) process.machine.clock.after(5000, send, 'background');
      else send();
      return undefined;
    },
  };
}

function requestOf(body: string): Request | undefined {
  try {
    return (JSON.parse(body) as { readonly request?: Request }).request;
  } catch {
    return undefined;
  }
}
