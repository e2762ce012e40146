import type { JsonObject } from '../../cluster/json.ts';
import { formatTime } from '../../cluster/timestamp.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import { PodApi } from '../pod-api.ts';

function flagsOf(args: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    args.map((arg) => {
      const [name = '', value = 'true'] = arg.replace(/^--/, '').split(/=(.*)/s);
      return [name, value];
    }),
  );
}

function say(process: Process, level: string, message: string, source: string): void {
  const time = formatTime(process.machine.clock.nowMs());
  process.stderr.write(`${JSON.stringify({ level, msg: message, source, time })}\n`);
}

/** A text in the form of a certificate. Nothing is encrypted here, so it proves nothing. */
function pem(process: Process, kind: string): string {
  const lines = Array.from({ length: 4 }, () => btoa(process.machine.random.hex(48)));
  return btoa(`-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`);
}

/** Makes the Secret that the webhook's certificate lies in, unless it is there. */
function create(process: Process, api: PodApi, flags: ReadonlyMap<string, string>): string | undefined {
  const [namespace = '', name = ''] = [flags.get('namespace'), flags.get('secret-name')];
  const path = `/api/v1/namespaces/${namespace}/secrets`;
  say(process, 'info', `getting secret '${name}' in namespace '${namespace}'`, 'k8s/k8s.go:215');
  const found = api.request('GET', `${path}/${name}`);
  if ('body' in found) {
    say(process, 'info', 'secret already exists', 'k8s/k8s.go:229');
    return undefined;
  }
  if (found.failure.code !== 404) return `error getting secret: ${found.failure.message}`;
  say(process, 'info', 'no secret found', 'k8s/k8s.go:226');
  say(process, 'info', 'creating new secret', 'cmd/create.go:28');
  say(process, 'info', `saving to secret '${name}' in namespace '${namespace}'`, 'k8s/k8s.go:243');
  const data = {
    ca: pem(process, 'CERTIFICATE'),
    cert: pem(process, 'CERTIFICATE'),
    key: pem(process, 'EC PRIVATE KEY'),
  };
  const secret: JsonObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque', data };
  const made = api.request('POST', path, secret);
  return 'failure' in made ? `failed creating secret: ${made.failure.message}` : undefined;
}

/** Puts the certificate's authority into the webhook configuration. */
function patch(process: Process, api: PodApi, flags: ReadonlyMap<string, string>): string | undefined {
  const [namespace = '', name = ''] = [flags.get('namespace'), flags.get('secret-name')];
  const secret = api.request('GET', `/api/v1/namespaces/${namespace}/secrets/${name}`);
  if ('failure' in secret) return `no secret with '${name}' in '${namespace}': ${secret.failure.message}`;
  const caBundle = (secret.body['data'] as { readonly ca?: string } | undefined)?.ca ?? '';
  const webhook = flags.get('webhook-name') ?? '';
  const path = `/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/${webhook}`;
  say(
    process,
    'info',
    `patching webhook configurations '${webhook}' mutating=${flags.get('patch-mutating') ?? 'true'}, validating=true, failurePolicy=${flags.get('patch-failure-policy') ?? ''}`,
    'k8s/k8s.go:118',
  );
  const found = api.request('GET', path);
  if ('failure' in found) return `failed getting validating webhook: ${found.failure.message}`;
  const webhooks = ((found.body['webhooks'] ?? []) as readonly JsonObject[]).map((each) => ({
    ...each,
    failurePolicy: flags.get('patch-failure-policy') ?? each['failurePolicy'] ?? 'Fail',
    clientConfig: { ...(each['clientConfig'] as JsonObject), caBundle },
  }));
  const written = api.request('PUT', path, { ...found.body, webhooks });
  if ('failure' in written) return `failed patching validating webhook: ${written.failure.message}`;
  say(process, 'info', 'Patched hook(s)', 'k8s/k8s.go:206');
  return undefined;
}

/** `kube-webhook-certgen create|patch`: the two Jobs of ingress-nginx' manifest. */
// biome-ignore lint/correctness/useYield: requests are answered at once
export const webhookCertgen: Program = function* (process): Task<number> {
  const [, command = '', ...args] = process.argv;
  const api = PodApi.of(process);
  if (typeof api === 'string') {
    say(process, 'fatal', `error building kubernetes config: ${api}`, 'cmd/root.go:51');
    return 1;
  }
  if (command !== 'create' && command !== 'patch') {
    process.stderr.write(`Error: unknown command "${command}" for "kube-webhook-certgen"\n`);
    return 1;
  }
  const wrong = (command === 'create' ? create : patch)(process, api, flagsOf(args));
  if (wrong === undefined) return 0;
  say(process, 'fatal', wrong, `cmd/${command}.go:40`);
  return 1;
};
