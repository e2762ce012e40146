import { isTypeSchema, resolveType } from '../../schema/schema.ts';
import type { FieldSchema, TypeSchema, ValueType } from '../../schema/types.ts';

/** Fields whose Go type is a named string, as error messages name it. The key is `Type.field`. */
const NAMED_STRINGS: { readonly [field: string]: string } = {
  'PodSpec.restartPolicy': 'v1.RestartPolicy',
  'PodSpec.dnsPolicy': 'v1.DNSPolicy',
  'PodSpec.preemptionPolicy': 'v1.PreemptionPolicy',
  'Container.imagePullPolicy': 'v1.PullPolicy',
  'Container.terminationMessagePolicy': 'v1.TerminationMessagePolicy',
  'Container.restartPolicy': 'v1.ContainerRestartPolicy',
  'ContainerPort.protocol': 'v1.Protocol',
  'ServicePort.protocol': 'v1.Protocol',
  'ServiceSpec.type': 'v1.ServiceType',
  'ServiceSpec.sessionAffinity': 'v1.ServiceAffinity',
  'ServiceSpec.externalTrafficPolicy': 'v1.ServiceExternalTrafficPolicy',
  'ServiceSpec.internalTrafficPolicy': 'v1.ServiceInternalTrafficPolicy',
  'Toleration.operator': 'v1.TolerationOperator',
  'Toleration.effect': 'v1.TaintEffect',
  'Taint.effect': 'v1.TaintEffect',
  'NodeSelectorRequirement.operator': 'v1.NodeSelectorOperator',
  'LabelSelectorRequirement.operator': 'v1.LabelSelectorOperator',
  'DeploymentStrategy.type': 'v1.DeploymentStrategyType',
  'DaemonSetUpdateStrategy.type': 'v1.DaemonSetUpdateStrategyType',
  'StatefulSetUpdateStrategy.type': 'v1.StatefulSetUpdateStrategyType',
  'StatefulSetSpec.podManagementPolicy': 'v1.PodManagementPolicyType',
  'Secret.type': 'v1.SecretType',
  'HTTPGetAction.scheme': 'v1.URIScheme',
  'VolumeMount.mountPropagation': 'v1.MountPropagationMode',
  'EmptyDirVolumeSource.medium': 'v1.StorageMedium',
  'HostPathVolumeSource.type': 'v1.HostPathType',
  'CronJobSpec.concurrencyPolicy': 'v1.ConcurrencyPolicy',
  'JobSpec.completionMode': 'v1.CompletionMode',
  'ObjectMeta.uid': 'types.UID',
  'OwnerReference.uid': 'types.UID',
  'ObjectReference.uid': 'types.UID',
};

const namedStrings = new Set(Object.values(NAMED_STRINGS));

/** True for Go types such as `v1.RestartPolicy`: strings with a name of their own. */
export function isNamedString(type: string): boolean {
  return namedStrings.has(type);
}

/** `v1.PodSpec` of `io.k8s.api.core.v1.PodSpec`. */
function structType(name: string): string {
  const parts = name.split('.');
  return parts.slice(-2).join('.');
}

/** The Go type of a value, as `json: cannot unmarshal … of type …` names it. */
export function goType(type: ValueType): string {
  const resolved = resolveType(type);
  if (isTypeSchema(resolved)) return structType(resolved.name);
  switch (resolved.kind) {
    case 'array':
      return `[]${goType(resolved.items)}`;
    case 'map':
      return `map[string]${goType(resolved.values)}`;
    case 'string':
      return resolved.format === 'byte' ? '[]uint8' : 'string';
    case 'integer':
      return resolved.format;
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float64';
    case 'quantity':
      return 'resource.Quantity';
    case 'int-or-string':
      return 'intstr.IntOrString';
    default:
      return 'map[string]interface {}';
  }
}

/** The Go type of a field. */
export function goFieldType(owner: TypeSchema, field: FieldSchema): string {
  return NAMED_STRINGS[`${owner.shortName}.${field.name}`] ?? goType(field.type);
}

/** How Go's decoder names the JSON value it found. */
export function goValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
