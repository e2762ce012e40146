import type { KubeObject } from '../../json.ts';
import type { ResourceDefinition } from '../definition.ts';
import { formatLabels } from '../label-selector.ts';
import { AGE_COLUMN, column, NAME_COLUMN, wideColumn } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { allocateForCreate, allocateForUpdate } from '../service/allocation.ts';
import { defaultService } from '../service/defaults.ts';
import { type ServiceSpec, type ServiceStatus, serviceSpec } from '../service/types.ts';
import { validateService, validateServiceUpdate } from '../service/validation.ts';

const ANY_METHOD = ['create', 'delete', 'get', 'patch', 'update'] as const;

/** Models: printers/internalversion.getServiceExternalIP */
function externalAddresses(service: KubeObject, spec: ServiceSpec): string {
  const status = (service['status'] ?? {}) as ServiceStatus;
  const external = spec.externalIPs ?? [];
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external.length > 0 ? external.join(',') : '<none>';
    case 'LoadBalancer': {
      const ingress = (status.loadBalancer?.ingress ?? []).map((each) => each.ip || each.hostname || '');
      const balanced = [...new Set(ingress.filter((each) => each !== ''))].sort();
      return [...balanced, ...external].join(',') || '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

/** `80/TCP`, `80:30080/TCP`. Models: makePortString */
function portsText(spec: ServiceSpec): string {
  const ports = (spec.ports ?? []).map(({ port, protocol, nodePort }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(',') || '<none>';
}

/** Models: pkg/registry/core/service */
export const service: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.Service',
  subresources: { status: true, others: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: ANY_METHOD }] },
  defaults: defaultService,
  prepareForCreate: allocateForCreate,
  prepareForUpdate: allocateForUpdate,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  columns: [
    NAME_COLUMN,
    column('Type', 'How the service is reached.'),
    column('Cluster-IP', 'Address inside the cluster.'),
    column('External-IP', 'Addresses outside the cluster.'),
    column('Port(s)', 'Ports, with their node ports.'),
    AGE_COLUMN,
    wideColumn('Selector', 'Labels by which pods are found.'),
  ],
  cells: (object, { nowMs }) => {
    const spec = serviceSpec(object);
    return [
      object.metadata.name,
      spec.type ?? '',
      spec.clusterIPs?.[0] ?? '<none>',
      externalAddresses(object, spec),
      portsText(spec),
      ageText(object.metadata.creationTimestamp, nowMs),
      formatLabels(spec.selector),
    ];
  },
  fieldSelectors: {
    'spec.clusterIP': (object) => serviceSpec(object).clusterIP ?? '',
    'spec.type': (object) => serviceSpec(object).type ?? '',
  },
};
