// Over 300 lines: one manifest, a list of objects that belong together and are read as a whole.
import type { JsonObject } from '../../cluster/json.ts';
import { INGRESS_NGINX_RELEASES } from './releases.ts';

/** Where the controller is to be reached: behind a load balancer, or on ports of the nodes. */
export type Provider = 'cloud' | 'baremetal';

const NAME = 'ingress-nginx';
const ADMISSION = 'ingress-nginx-admission';
const CONTROLLER = 'ingress-nginx-controller';
const CERTGEN_TAG = 'v1.6.9';

type Part = 'controller' | 'admission-webhook' | undefined;

function selectorOf(part: Part): JsonObject {
  return {
    ...(part === undefined ? {} : { 'app.kubernetes.io/component': part }),
    'app.kubernetes.io/instance': NAME,
    'app.kubernetes.io/name': NAME,
  };
}

/** The objects of one installation. */
class Installation {
  constructor(
    private readonly version: string,
    private readonly provider: Provider,
  ) {}

  private labels(part: Part): JsonObject {
    return {
      ...selectorOf(part),
      'app.kubernetes.io/part-of': NAME,
      'app.kubernetes.io/version': this.version.slice(1),
    };
  }

  private metadata(name: string, part: Part, namespaced = true): JsonObject {
    return { labels: this.labels(part), name, ...(namespaced ? { namespace: NAME } : {}) };
  }

  objects(): readonly JsonObject[] {
    return [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { labels: selectorOf(undefined), name: NAME } },
      ...this.accounts(),
      ...this.roles(),
      { apiVersion: 'v1', data: null, kind: 'ConfigMap', metadata: this.metadata(CONTROLLER, 'controller') },
      this.service(),
      this.webhookService(),
      this.deployment(),
      this.job('create', [
        `--host=${CONTROLLER}-admission,${CONTROLLER}-admission.$(POD_NAMESPACE).svc`,
        '--namespace=$(POD_NAMESPACE)',
        `--secret-name=${ADMISSION}`,
      ]),
      this.job('patch', [
        `--webhook-name=${ADMISSION}`,
        '--namespace=$(POD_NAMESPACE)',
        '--patch-mutating=false',
        `--secret-name=${ADMISSION}`,
        '--patch-failure-policy=Fail',
      ]),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: this.metadata('nginx', 'controller', false),
        spec: { controller: 'k8s.io/ingress-nginx' },
      },
      this.webhook(),
    ];
  }

  private accounts(): readonly JsonObject[] {
    const account = (name: string, part: Part): JsonObject => ({
      apiVersion: 'v1',
      automountServiceAccountToken: true,
      kind: 'ServiceAccount',
      metadata: this.metadata(name, part),
    });
    return [account(NAME, 'controller'), account(ADMISSION, 'admission-webhook')];
  }

  private roles(): readonly JsonObject[] {
    const rule = (group: string, resources: readonly string[], verbs: readonly string[]): JsonObject => ({
      apiGroups: [group],
      resources,
      verbs,
    });
    const read = ['get', 'list', 'watch'];
    const served = [
      rule('', ['services'], read),
      rule('networking.k8s.io', ['ingresses'], read),
      rule('networking.k8s.io', ['ingresses/status'], ['update']),
      rule('networking.k8s.io', ['ingressclasses'], read),
      rule('discovery.k8s.io', ['endpointslices'], read),
      rule('', ['events'], ['create', 'patch']),
    ];
    const ofNamespace = [
      rule('', ['namespaces'], ['get']),
      rule('', ['configmaps', 'pods', 'secrets', 'endpoints'], read),
      ...served,
      { ...rule('coordination.k8s.io', ['leases'], ['get', 'update']), resourceNames: ['ingress-nginx-leader'] },
      rule('coordination.k8s.io', ['leases'], ['create']),
    ];
    const ofCluster = [
      rule('', ['configmaps', 'endpoints', 'nodes', 'pods', 'secrets', 'namespaces'], ['list', 'watch']),
      rule('', ['nodes'], ['get']),
      rule('coordination.k8s.io', ['leases'], ['list', 'watch']),
      ...served,
    ];
    const webhooks = rule('admissionregistration.k8s.io', ['validatingwebhookconfigurations'], ['get', 'update']);
    return [
      ...this.granted('Role', NAME, 'controller', ofNamespace),
      ...this.granted('Role', ADMISSION, 'admission-webhook', [rule('', ['secrets'], ['get', 'create'])]),
      ...this.granted('ClusterRole', NAME, undefined, ofCluster),
      ...this.granted('ClusterRole', ADMISSION, 'admission-webhook', [webhooks]),
    ];
  }

  /** A role, and its binding to the account of the same name. */
  private granted(kind: 'Role' | 'ClusterRole', name: string, part: Part, rules: readonly JsonObject[]): JsonObject[] {
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const metadata = this.metadata(name, part, kind === 'Role');
    return [
      { apiVersion, kind, metadata, rules },
      {
        apiVersion,
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
        subjects: [{ kind: 'ServiceAccount', name, namespace: NAME }],
      },
    ];
  }

  private service(): JsonObject {
    const isCloud = this.provider === 'cloud';
    const port = (name: string, number: number): JsonObject => ({
      appProtocol: name,
      name,
      port: number,
      protocol: 'TCP',
      targetPort: name,
    });
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.metadata(CONTROLLER, 'controller'),
      spec: {
        ...(isCloud ? { externalTrafficPolicy: 'Local' } : {}),
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [port('http', 80), port('https', 443)],
        selector: selectorOf('controller'),
        type: isCloud ? 'LoadBalancer' : 'NodePort',
      },
    };
  }

  private webhookService(): JsonObject {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.metadata(`${CONTROLLER}-admission`, 'controller'),
      spec: {
        ports: [{ appProtocol: 'https', name: 'https-webhook', port: 443, targetPort: 'webhook' }],
        selector: selectorOf('controller'),
        type: 'ClusterIP',
      },
    };
  }

  private deployment(): JsonObject {
    const field = (name: string, fieldPath: string): JsonObject => ({ name, valueFrom: { fieldRef: { fieldPath } } });
    const probe = (failureThreshold: number): JsonObject => ({
      failureThreshold,
      httpGet: { path: '/healthz', port: 10254, scheme: 'HTTP' },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      successThreshold: 1,
      timeoutSeconds: 1,
    });
    const container: JsonObject = {
      args: [
        '/nginx-ingress-controller',
        ...(this.provider === 'cloud' ? [`--publish-service=$(POD_NAMESPACE)/${CONTROLLER}`] : []),
        '--election-id=ingress-nginx-leader',
        '--controller-class=k8s.io/ingress-nginx',
        '--ingress-class=nginx',
        `--configmap=$(POD_NAMESPACE)/${CONTROLLER}`,
        '--validating-webhook=:8443',
        '--validating-webhook-certificate=/usr/local/certificates/cert',
        '--validating-webhook-key=/usr/local/certificates/key',
      ],
      env: [field('POD_NAME', 'metadata.name'), field('POD_NAMESPACE', 'metadata.namespace')],
      image: `registry.k8s.io/ingress-nginx/controller:${this.version}`,
      imagePullPolicy: 'IfNotPresent',
      lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
      livenessProbe: probe(5),
      name: 'controller',
      ports: [
        { containerPort: 80, name: 'http', protocol: 'TCP' },
        { containerPort: 443, name: 'https', protocol: 'TCP' },
        { containerPort: 8443, name: 'webhook', protocol: 'TCP' },
      ],
      readinessProbe: probe(3),
      resources: { requests: { cpu: '100m', memory: '90Mi' } },
      securityContext: { runAsGroup: 82, runAsNonRoot: true, runAsUser: 101 },
      volumeMounts: [{ mountPath: '/usr/local/certificates/', name: 'webhook-cert', readOnly: true }],
    };
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: this.metadata(CONTROLLER, 'controller'),
      spec: {
        minReadySeconds: 0,
        revisionHistoryLimit: 10,
        selector: { matchLabels: selectorOf('controller') },
        strategy: { rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' },
        template: {
          metadata: { labels: this.labels('controller') },
          spec: {
            containers: [container],
            dnsPolicy: 'ClusterFirst',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            serviceAccountName: NAME,
            terminationGracePeriodSeconds: 300,
            volumes: [{ name: 'webhook-cert', secret: { secretName: ADMISSION } }],
          },
        },
      },
    };
  }

  private job(command: 'create' | 'patch', args: readonly string[]): JsonObject {
    const name = `${ADMISSION}-${command}`;
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: this.metadata(name, 'admission-webhook'),
      spec: {
        template: {
          metadata: { labels: this.labels('admission-webhook'), name },
          spec: {
            containers: [
              {
                args: [command, ...args],
                env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
                image: `registry.k8s.io/ingress-nginx/kube-webhook-certgen:${CERTGEN_TAG}`,
                imagePullPolicy: 'IfNotPresent',
                name: command,
                securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 65_532 },
              },
            ],
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            restartPolicy: 'OnFailure',
            serviceAccountName: ADMISSION,
          },
        },
      },
    };
  }

  private webhook(): JsonObject {
    return {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: this.metadata(ADMISSION, 'admission-webhook', false),
      webhooks: [
        {
          admissionReviewVersions: ['v1'],
          clientConfig: {
            service: { name: `${CONTROLLER}-admission`, namespace: NAME, path: '/networking/v1/ingresses', port: 443 },
          },
          failurePolicy: 'Fail',
          matchPolicy: 'Equivalent',
          name: 'validate.nginx.ingress.kubernetes.io',
          rules: [
            {
              apiGroups: ['networking.k8s.io'],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['ingresses'],
            },
          ],
          sideEffects: 'None',
        },
      ],
    };
  }
}

/** A manifest that installs a release of the controller: the objects that the project's own names, written here anew. */
export function ingressNginxManifest(version: string, provider: Provider): string {
  const documents = new Installation(version, provider).objects().map((object) => JSON.stringify(object, null, 2));
  return `# ingress-nginx ${version} for Skiff (${provider})\n${documents.join('\n---\n')}\n`;
}

const URL =
  /^https:\/\/raw\.githubusercontent\.com\/kubernetes\/ingress-nginx\/(?:refs\/(?:tags|heads)\/)?(?:controller-(v[\d.]+)|main)\/deploy\/static\/provider\/(cloud|baremetal)\/deploy\.yaml$/;

/** The manifest that people install the controller from, under its well-known address; undefined for any other. */
export function ingressNginxAt(url: string): string | undefined {
  const match = URL.exec(url);
  if (match === null) return undefined;
  const [newest] = INGRESS_NGINX_RELEASES;
  const version = match[1] === undefined ? newest : INGRESS_NGINX_RELEASES.find((release) => release === match[1]);
  return version === undefined
    ? undefined
    : ingressNginxManifest(version, match[2] === 'cloud' ? 'cloud' : 'baremetal');
}
