import type { KubeObject } from '../../json.ts';
import type { ResourceDefinition } from '../definition.ts';
import { column, NAME_COLUMN } from '../printing/columns.ts';

/** The parts of a control plane that report here. They are always well: a session without them would not answer. */
const COMPONENTS = ['controller-manager', 'scheduler', 'etcd-0'];

const objects: readonly KubeObject[] = [...COMPONENTS].sort().map(
  (name) =>
    ({
      apiVersion: 'v1',
      kind: 'ComponentStatus',
      metadata: { name, creationTimestamp: null },
      conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
    }) as unknown as KubeObject,
);

interface Healthy {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly message?: string;
    readonly error?: string;
  }[];
}

/** Models: pkg/registry/core/componentstatus */
export const componentStatus: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  singular: 'componentstatus',
  shortNames: ['cs'],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.core.v1.ComponentStatus',
  subresources: {},
  withoutVerbs: ['create', 'delete', 'deletecollection', 'patch', 'update', 'watch'],
  computed: () => objects,
  columns: [
    NAME_COLUMN,
    column('Status', 'Whether the component is well.'),
    column('Message', 'What it says.'),
    column('Error', 'What went wrong.'),
  ],
  cells: (object) => {
    const { status, message, error } = (object as Healthy).conditions?.find(({ type }) => type === 'Healthy') ?? {};
    return [object.metadata.name, status === 'True' ? 'Healthy' : 'Unhealthy', message ?? '', error ?? ''];
  },
  fieldSelectors: {},
};
