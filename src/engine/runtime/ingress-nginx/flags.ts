import type { ClassFlags } from './class.ts';

/** What the controller was started with. */
export interface ControllerFlags extends ClassFlags {
  readonly publishService: string;
  readonly publishAddress: string;
  readonly electionId: string;
  readonly watchNamespace: string;
  readonly defaultBackend: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly healthzPort: number;
  /** Where the admission webhook listens; undefined for none. */
  readonly webhookPort: number | undefined;
  /** `namespace/name` of the controller's settings; '' for none. */
  readonly configMap: string;
  /** Flags that are known and change nothing here. */
  readonly withoutEffect: readonly string[];
}

const DEFAULTS: { readonly [flag: string]: string } = {
  'controller-class': 'k8s.io/ingress-nginx',
  'ingress-class': 'nginx',
  'watch-ingress-without-class': 'false',
  'ingress-class-by-name': 'false',
  'publish-service': '',
  'publish-status-address': '',
  'election-id': 'ingress-controller-leader',
  'watch-namespace': '',
  'default-backend-service': '',
  'http-port': '80',
  'https-port': '443',
  'healthz-port': '10254',
  configmap: '',
  'validating-webhook': '',
};

/** Known flags that ask for what is not simulated, or for what happens anyway. */
const IGNORED: ReadonlySet<string> = new Set([
  'validating-webhook-certificate',
  'validating-webhook-key',
  'default-ssl-certificate',
  'enable-metrics',
  'enable-ssl-passthrough',
  'enable-annotation-validation',
  'annotations-prefix',
  'election-ttl',
  'report-node-internal-ip-address',
  'update-status',
  'update-status-on-shutdown',
  'shutdown-grace-period',
  'post-shutdown-grace-period',
  'tcp-services-configmap',
  'udp-services-configmap',
  'v',
  'stderrthreshold',
  'logtostderr',
]);

/** Flags that only set what the controller does by itself. */
const SILENT: ReadonlySet<string> = new Set([
  'report-node-internal-ip-address',
  'validating-webhook-certificate',
  'validating-webhook-key',
  'v',
  'stderrthreshold',
  'logtostderr',
]);

/** Reads the command line; the message of an unknown flag. Models: ingress-nginx pkg/flags */
export function readFlags(args: readonly string[]): ControllerFlags | string {
  const values = new Map<string, string>(Object.entries(DEFAULTS));
  const withoutEffect: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [word = '', given] = (args[at] ?? '').split(/=(.*)/s);
    const name = word.replace(/^--?/, '');
    if (!word.startsWith('-') || (!values.has(name) && !IGNORED.has(name))) return `unknown flag: ${word}`;
    const isSwitch = ['true', 'false'].includes(DEFAULTS[name] ?? '');
    const next = args[at + 1];
    let value = given;
    if (value === undefined && !isSwitch && next !== undefined && !next.startsWith('-')) {
      value = next;
      at++;
    }
    if (values.has(name)) values.set(name, value ?? 'true');
    else if (!SILENT.has(name)) withoutEffect.push(name);
  }
  const text = (name: string): string => values.get(name) ?? '';
  const [, webhookPort] = /:(\d+)$/.exec(text('validating-webhook')) ?? [];
  return {
    controller: text('controller-class'),
    annotation: text('ingress-class'),
    withoutClass: text('watch-ingress-without-class') === 'true',
    byName: text('ingress-class-by-name') === 'true',
    publishService: text('publish-service'),
    publishAddress: text('publish-status-address'),
    electionId: text('election-id'),
    watchNamespace: text('watch-namespace'),
    defaultBackend: text('default-backend-service'),
    httpPort: Number(text('http-port')),
    httpsPort: Number(text('https-port')),
    healthzPort: Number(text('healthz-port')),
    webhookPort: webhookPort === undefined ? undefined : Number(webhookPort),
    configMap: text('configmap'),
    withoutEffect,
  };
}
