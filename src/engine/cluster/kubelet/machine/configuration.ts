import type { JsonObject } from '../../json.ts';
import { readYaml } from '../../yaml.ts';

/** Where kubeadm puts a kubelet's configuration. */
export const CONFIG_FILE = '/var/lib/kubelet/config.yaml';
/** The kubelet's own default: manifests are looked at this often, besides when a change is noticed. */
const FILE_CHECK_MS = 20_000;

/** What of a KubeletConfiguration has an effect here. */
export interface KubeletConfiguration {
  /** A folder of manifests or one manifest; '' for none. */
  readonly staticPodPath: string;
  readonly fileCheckMs: number;
  readonly clusterDns: string;
  readonly clusterDomain: string;
}

/** A kubelet's that was given no file. */
export const DEFAULT_CONFIGURATION: KubeletConfiguration = {
  staticPodPath: '/etc/kubernetes/manifests',
  fileCheckMs: FILE_CHECK_MS,
  clusterDns: '10.96.0.10',
  clusterDomain: 'cluster.local',
};

/** The configuration that `kubeadm init` and `join` write. */
export const KUBEADM_CONFIG = `apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: false
  webhook:
    cacheTTL: 0s
    enabled: true
  x509:
    clientCAFile: /etc/kubernetes/pki/ca.crt
authorization:
  mode: Webhook
  webhook:
    cacheAuthorizedTTL: 0s
    cacheUnauthorizedTTL: 0s
cgroupDriver: systemd
clusterDNS:
- 10.96.0.10
clusterDomain: cluster.local
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cpuManagerReconcilePeriod: 0s
crashLoopBackOff: {}
evictionPressureTransitionPeriod: 0s
fileCheckFrequency: 0s
healthzBindAddress: 127.0.0.1
healthzPort: 10248
httpCheckFrequency: 0s
imageMaximumGCAge: 0s
imageMinimumGCAge: 0s
kind: KubeletConfiguration
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
    text:
      infoBufferSize: "0"
  verbosity: 0
memorySwap: {}
nodeStatusReportFrequency: 0s
nodeStatusUpdateFrequency: 0s
rotateCertificates: true
runtimeRequestTimeout: 0s
shutdownGracePeriod: 0s
shutdownGracePeriodCriticalPods: 0s
staticPodPath: /etc/kubernetes/manifests
streamingConnectionIdleTimeout: 0s
syncFrequency: 0s
volumeStatsAggPeriod: 0s
`;

const UNITS: { readonly [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, ns: 0.000001 };

/** A Go duration in milliseconds; undefined when it is none. */
function parseGoDuration(text: string): number | undefined {
  if (text === '0' || text === '') return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}

/** A configuration read, or why the kubelet cannot start with it. `changed` names settings that were changed and have no effect here. */
export type ConfigurationResult =
  | { readonly configuration: KubeletConfiguration; readonly changed: readonly string[] }
  | { readonly error: string };

const EFFECTIVE = new Set(['staticPodPath', 'fileCheckFrequency', 'clusterDNS', 'clusterDomain']);

const KUBEADM: ConfigurationResult = { configuration: DEFAULT_CONFIGURATION, changed: [] };

function loadError(why: string): ConfigurationResult {
  return {
    error: `failed to load kubelet config file, path: ${CONFIG_FILE}, error: failed to load Kubelet config file ${CONFIG_FILE}, error ${why}`,
  };
}

/** Reads /var/lib/kubelet/config.yaml; undefined = there is no such file. Models: pkg/kubelet/kubeletconfig/configfiles, util/codec */
export function readConfiguration(text: string | undefined): ConfigurationResult {
  if (text === KUBEADM_CONFIG) return KUBEADM;
  if (text === undefined)
    return loadError(
      `failed to read kubelet config file "${CONFIG_FILE}", error: open ${CONFIG_FILE}: no such file or directory`,
    );
  if (text.trim() === '') return loadError(`kubelet config file "${CONFIG_FILE}" was empty`);
  let document: unknown;
  try {
    document = readYaml(text);
  } catch (error) {
    const line = /at line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '1';
    return decodeError(`yaml: line ${line}: could not find expected ':'`);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return decodeError(
      'couldn\'t get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    );
  const fields = document as JsonObject;
  const wrong = wrongKind(fields) ?? wrongType(fields);
  return wrong === undefined ? accept(fields) : decodeError(wrong);
}

function decodeError(why: string): ConfigurationResult {
  return loadError(`failed to decode: ${why}`);
}

/** What a decoder says of a document that is no KubeletConfiguration. Models: apimachinery runtime.NotRegisteredError */
function wrongKind({ apiVersion, kind }: JsonObject): string | undefined {
  if (typeof kind !== 'string' || kind === '') return "Object 'Kind' is missing in 'config.yaml'";
  if (typeof apiVersion !== 'string' || apiVersion === '') return "Object 'apiVersion' is missing in 'config.yaml'";
  if (apiVersion === 'kubelet.config.k8s.io/v1beta1' && kind === 'KubeletConfiguration') return undefined;
  return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/kubelet/apis/config/scheme/scheme.go:33"`;
}

const TYPES: { readonly [field: string]: 'string' | 'array' } = {
  staticPodPath: 'string',
  clusterDomain: 'string',
  clusterDNS: 'array',
  fileCheckFrequency: 'string',
};

function wrongType(fields: JsonObject): string | undefined {
  for (const [name, want] of Object.entries(TYPES)) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    const found = Array.isArray(value) ? 'array' : typeof value;
    if (found === want) continue;
    const go = name === 'fileCheckFrequency' ? 'string' : want === 'array' ? '[]string' : 'string';
    return `json: cannot unmarshal ${found === 'boolean' ? 'bool' : found} into Go struct field KubeletConfiguration.${name} of type ${go}`;
  }
  const every = fields['fileCheckFrequency'];
  return typeof every === 'string' && parseGoDuration(every) === undefined
    ? `time: invalid duration ${JSON.stringify(every)}`
    : undefined;
}

function accept(fields: JsonObject): ConfigurationResult {
  const kubeadm = readYaml(KUBEADM_CONFIG) as JsonObject;
  const changed = [...new Set([...Object.keys(kubeadm), ...Object.keys(fields)])].filter(
    (name) => !EFFECTIVE.has(name) && JSON.stringify(fields[name]) !== JSON.stringify(kubeadm[name]),
  );
  const text = (name: string): string => (typeof fields[name] === 'string' ? String(fields[name]) : '');
  const dns = fields['clusterDNS'];
  const everyMs = parseGoDuration(text('fileCheckFrequency')) ?? 0;
  return {
    configuration: {
      staticPodPath: text('staticPodPath'),
      fileCheckMs: everyMs > 0 ? everyMs : FILE_CHECK_MS,
      clusterDns: Array.isArray(dns) && typeof dns[0] === 'string' ? dns[0] : '',
      clusterDomain: text('clusterDomain'),
    },
    changed,
  };
}
