import { beforeAll, describe, expect, it } from 'vitest';
import { JSON_PATCH, type Loose, MERGE, STRATEGIC, type Suite, suite } from './suite.ts';

// Over 300 lines: a row a kind, and one life that all of them lead.
// What the conformance tests titled "should support … API operations", "should run through the lifecycle of …" and
// "should validate … status" ask of each kind, in their order.

interface Kind {
  /** `v1`, `apps/v1` */
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly body: Loose;
  readonly isClusterWide?: boolean;
  /** What is written to the status. */
  readonly status?: Loose;
}

const TEMPLATE = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
const SELECTOR = { matchLabels: { app: 'x' } };
const ONCE = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } } };
const TIME = '2017-09-19T13:49:16.000000Z';
const RULES = { resourceRules: [{ apiGroups: ['x'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['y'] }] };
const HOOK = {
  name: 'a.b.c',
  clientConfig: { service: { name: 'x', namespace: 'e2e' } },
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};
const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'q' };

const KINDS: readonly Kind[] = [
  { version: 'v1', plural: 'configmaps', kind: 'ConfigMap', body: { data: { a: 'b' } } },
  { version: 'v1', plural: 'secrets', kind: 'Secret', body: { data: { a: 'Yg==' }, type: 'Opaque' } },
  { version: 'v1', plural: 'podtemplates', kind: 'PodTemplate', body: { template: TEMPLATE } },
  {
    version: 'v1',
    plural: 'limitranges',
    kind: 'LimitRange',
    body: { spec: { limits: [{ type: 'Container', default: { cpu: '500m' } }] } },
  },
  {
    version: 'v1',
    plural: 'resourcequotas',
    kind: 'ResourceQuota',
    body: { spec: { hard: { 'requests.storage': '1Gi' } } },
    status: { hard: { 'requests.storage': '1Gi' } },
  },
  { version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount', body: { automountServiceAccountToken: false } },
  {
    version: 'v1',
    plural: 'services',
    kind: 'Service',
    body: { spec: { ports: [{ port: 80 }] } },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.1' }] } },
  },
  {
    version: 'v1',
    plural: 'endpoints',
    kind: 'Endpoints',
    body: { subsets: [{ addresses: [{ ip: '10.0.0.24' }], ports: [{ port: 80 }] }] },
  },
  {
    version: 'v1',
    plural: 'replicationcontrollers',
    kind: 'ReplicationController',
    body: { spec: { replicas: 0, selector: { app: 'x' }, template: TEMPLATE } },
    status: { availableReplicas: 0 },
  },
  {
    version: 'v1',
    plural: 'events',
    kind: 'Event',
    body: { message: 'm', reason: 'r', type: 'Normal', involvedObject: { namespace: 'e2e' } },
  },
  {
    version: 'events.k8s.io/v1',
    plural: 'events',
    kind: 'Event',
    body: {
      regarding: { namespace: 'e2e' },
      note: 'n',
      eventTime: TIME,
      type: 'Normal',
      action: 'Do',
      reason: 'Test',
      reportingController: 'c',
      reportingInstance: 'i',
    },
  },
  {
    version: 'coordination.k8s.io/v1',
    plural: 'leases',
    kind: 'Lease',
    body: { spec: { holderIdentity: 'h', leaseDurationSeconds: 30, acquireTime: TIME, renewTime: TIME } },
  },
  {
    version: 'discovery.k8s.io/v1',
    plural: 'endpointslices',
    kind: 'EndpointSlice',
    body: { addressType: 'IPv4', endpoints: [{ addresses: ['1.2.3.4'] }] },
  },
  {
    version: 'networking.k8s.io/v1',
    plural: 'ingresses',
    kind: 'Ingress',
    body: { spec: { defaultBackend: { service: { name: 'b', port: { number: 80 } } } } },
    status: { loadBalancer: { ingress: [{ ip: '169.1.1.1' }] } },
  },
  {
    version: 'networking.k8s.io/v1',
    plural: 'ingressclasses',
    kind: 'IngressClass',
    isClusterWide: true,
    body: { spec: { controller: 'example.com/controller' } },
  },
  {
    version: 'networking.k8s.io/v1',
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    body: { spec: { podSelector: {}, ingress: [] } },
  },
  {
    version: 'networking.k8s.io/v1',
    plural: 'servicecidrs',
    kind: 'ServiceCIDR',
    isClusterWide: true,
    body: { spec: { cidrs: ['10.1.1.0/24'] } },
    status: { conditions: [] },
  },
  {
    version: 'node.k8s.io/v1',
    plural: 'runtimeclasses',
    kind: 'RuntimeClass',
    isClusterWide: true,
    body: { handler: 'fake' },
  },
  {
    version: 'storage.k8s.io/v1',
    plural: 'storageclasses',
    kind: 'StorageClass',
    isClusterWide: true,
    body: { provisioner: 'e2e-fake-provisioner' },
  },
  {
    version: 'storage.k8s.io/v1',
    plural: 'csidrivers',
    kind: 'CSIDriver',
    isClusterWide: true,
    body: { spec: { attachRequired: true } },
  },
  {
    version: 'storage.k8s.io/v1',
    plural: 'csinodes',
    kind: 'CSINode',
    isClusterWide: true,
    body: { spec: { drivers: [] } },
  },
  {
    version: 'storage.k8s.io/v1',
    plural: 'csistoragecapacities',
    kind: 'CSIStorageCapacity',
    body: { storageClassName: 'mock' },
  },
  {
    version: 'storage.k8s.io/v1',
    plural: 'volumeattachments',
    kind: 'VolumeAttachment',
    isClusterWide: true,
    body: { spec: { attacher: 'a.csi', nodeName: 'n', source: { persistentVolumeName: 'pv' } } },
    status: { attached: true },
  },
  {
    version: 'storage.k8s.io/v1',
    plural: 'volumeattributesclasses',
    kind: 'VolumeAttributesClass',
    isClusterWide: true,
    body: { driverName: 'e2e-fake' },
  },
  {
    version: 'flowcontrol.apiserver.k8s.io/v1',
    plural: 'flowschemas',
    kind: 'FlowSchema',
    isClusterWide: true,
    body: { spec: { matchingPrecedence: 10000, priorityLevelConfiguration: { name: 'global-default' } } },
    status: { conditions: [{ type: 'E2E', status: 'True' }] },
  },
  {
    version: 'flowcontrol.apiserver.k8s.io/v1',
    plural: 'prioritylevelconfigurations',
    kind: 'PriorityLevelConfiguration',
    isClusterWide: true,
    body: { spec: { type: 'Limited', limited: { nominalConcurrencyShares: 2, limitResponse: { type: 'Reject' } } } },
    status: { conditions: [{ type: 'E2E', status: 'True' }] },
  },
  {
    version: 'certificates.k8s.io/v1',
    plural: 'certificatesigningrequests',
    kind: 'CertificateSigningRequest',
    isClusterWide: true,
    body: { spec: { request: 'Q1NS', signerName: 'example.com/e2e', usages: ['server auth'] } },
    status: { certificate: 'Y2VydA==' },
  },
  {
    version: 'admissionregistration.k8s.io/v1',
    plural: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    isClusterWide: true,
    body: { spec: { matchConstraints: RULES, validations: [{ expression: 'object.spec.replicas <= 100' }] } },
    status: { conditions: [{ type: 'E2E', status: 'True' }] },
  },
  {
    version: 'admissionregistration.k8s.io/v1',
    plural: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    isClusterWide: true,
    body: { spec: { policyName: 'none', validationActions: ['Deny'] } },
  },
  {
    version: 'admissionregistration.k8s.io/v1',
    plural: 'validatingwebhookconfigurations',
    kind: 'ValidatingWebhookConfiguration',
    isClusterWide: true,
    body: { webhooks: [HOOK] },
  },
  {
    version: 'admissionregistration.k8s.io/v1',
    plural: 'mutatingwebhookconfigurations',
    kind: 'MutatingWebhookConfiguration',
    isClusterWide: true,
    body: { webhooks: [HOOK] },
  },
  {
    version: 'apps/v1',
    plural: 'controllerrevisions',
    kind: 'ControllerRevision',
    body: { data: { spec: {} }, revision: 1 },
  },
  {
    version: 'apps/v1',
    plural: 'deployments',
    kind: 'Deployment',
    body: { spec: { replicas: 0, selector: SELECTOR, template: TEMPLATE } },
    status: { conditions: [{ type: 'StatusUpdate', status: 'True' }] },
  },
  {
    version: 'apps/v1',
    plural: 'replicasets',
    kind: 'ReplicaSet',
    body: { spec: { replicas: 0, selector: SELECTOR, template: TEMPLATE } },
    status: { conditions: [{ type: 'StatusUpdate', status: 'True' }] },
  },
  {
    version: 'apps/v1',
    plural: 'statefulsets',
    kind: 'StatefulSet',
    body: { spec: { replicas: 0, serviceName: 's', selector: SELECTOR, template: TEMPLATE } },
    status: { conditions: [{ type: 'StatusUpdate', status: 'True' }] },
  },
  {
    version: 'batch/v1',
    plural: 'jobs',
    kind: 'Job',
    body: { spec: { suspend: true, ...ONCE } },
    status: { conditions: [{ type: 'CustomConditionType', status: 'True' }] },
  },
  {
    version: 'batch/v1',
    plural: 'cronjobs',
    kind: 'CronJob',
    body: { spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: ONCE } } },
    status: { lastScheduleTime: '2020-01-01T00:00:00Z' },
  },
  {
    version: 'policy/v1',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    body: { spec: { minAvailable: 1, selector: SELECTOR } },
    status: { disruptionsAllowed: 0 },
  },
  {
    version: 'autoscaling/v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    body: { spec: { maxReplicas: 3, scaleTargetRef: TARGET } },
    status: { desiredReplicas: 1, currentReplicas: 1 },
  },
  {
    version: 'scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    kind: 'PriorityClass',
    isClusterWide: true,
    body: { value: 1 },
  },
  { version: 'rbac.authorization.k8s.io/v1', plural: 'roles', kind: 'Role', body: { rules: [] } },
  {
    version: 'rbac.authorization.k8s.io/v1',
    plural: 'clusterroles',
    kind: 'ClusterRole',
    isClusterWide: true,
    body: { rules: [] },
  },
  {
    version: 'v1',
    plural: 'persistentvolumes',
    kind: 'PersistentVolume',
    isClusterWide: true,
    body: {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/tmp/x' },
        storageClassName: 'none',
      },
    },
    status: { message: 'x', reason: 'E2E' },
  },
  {
    version: 'v1',
    plural: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    body: {
      spec: { resources: { requests: { storage: '1Gi' } }, accessModes: ['ReadWriteOnce'], storageClassName: 'none' },
    },
    status: { conditions: [{ type: 'StatusUpdated', status: 'True' }] },
  },
];

let test: Suite;
beforeAll(() => {
  test = suite();
});

describe.each(KINDS)('$version $plural', ({ version, plural, kind, body, isClusterWide, status }) => {
  it('go through their life', () => {
    const { ok, call, fails, watch, run, namespace } = test;
    const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
    const path = isClusterWide ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
    const labels = { e2e: `${plural}-${version.split('/').pop()}` };
    const selected = `labelSelector=e2e%3D${labels.e2e}`;
    const names = ['e2e-a', 'e2e-b', 'e2e-c'];
    const all = watch(`${path}?watch=true&${selected}`);
    const [made] = names.map((name) =>
      ok('POST', path, { apiVersion: version, kind, ...body, metadata: { name, labels } }),
    );
    expect(fails('POST', path, { apiVersion: version, kind, ...body, metadata: { name: 'e2e-a', labels } })).toMatch(
      /^409 AlreadyExists/,
    );
    expect(all.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'ADDED']);
    expect(ok('GET', `${path}/e2e-a`).metadata.uid).toBe(made.metadata.uid);
    const list = ok('GET', `${root}/${plural}?${selected}`);
    expect(list.items).toHaveLength(3);
    const changes = watch(
      `${path}?watch=true&resourceVersion=${list.metadata.resourceVersion}&fieldSelector=metadata.name%3De2e-a`,
    );

    expect(
      ok('PATCH', `${path}/e2e-a`, { metadata: { annotations: { patched: 'true' } } }, MERGE).metadata.annotations
        .patched,
    ).toBe('true');
    expect(
      ok('PATCH', `${path}/e2e-a`, { metadata: { labels: { strategic: 'true' } } }, STRATEGIC).metadata.labels,
    ).toEqual({ ...labels, strategic: 'true' });
    const patched = ok(
      'PATCH',
      `${path}/e2e-a`,
      [{ op: 'add', path: '/metadata/labels/json', value: 'true' }],
      JSON_PATCH,
    );
    const annotations = { ...patched.metadata.annotations, updated: 'true' };
    expect(
      ok('PUT', `${path}/e2e-a`, { ...patched, metadata: { ...patched.metadata, annotations } }).metadata.annotations,
    ).toEqual(annotations);
    expect(
      fails('PUT', `${path}/e2e-a`, { ...patched, metadata: { ...patched.metadata, annotations: { late: 'true' } } }),
    ).toMatch(/^409 Conflict/);
    expect(changes.slice(0, 4).map(({ type }) => type)).toEqual(['MODIFIED', 'MODIFIED', 'MODIFIED', 'MODIFIED']);

    if (status !== undefined) {
      const at = `${path}/e2e-a/status`;
      expect(ok('GET', at).metadata.uid).toBe(made.metadata.uid);
      const patch = { metadata: { annotations: { patchedstatus: 'true' } }, status };
      const after = ok('PATCH', at, patch, MERGE);
      expect(after.metadata.annotations.patchedstatus).toBe('true');
      if (plural !== 'servicecidrs') expect(after.status).toMatchObject(status);
      ok('PATCH', at, [{ op: 'add', path: '/metadata/annotations/json', value: 'x' }], JSON_PATCH);
      const now = ok('GET', at);
      expect(ok('PUT', at, { ...now, status }).spec).toEqual(now.spec);
    }

    expect(call('DELETE', `${path}/e2e-a`, { propagationPolicy: 'Background' }).status).toBe(200);
    run(200);
    expect(call('GET', `${path}/e2e-a`).status).toBe(404);
    expect(changes.at(-1).type).toBe('DELETED');
    ok('DELETE', `${path}?${selected}`, { propagationPolicy: 'Background' });
    run(200);
    expect(ok('GET', `${path}?${selected}`).items).toEqual([]);
  });
});
