import type { KubeObject } from '../../json.ts';
import type { Plugin } from '../framework/types.ts';

const CLAIMS = 'persistentvolumeclaims';

/** A pod waits until the claims it mounts exist and are bound. Models: pkg/scheduler/framework/plugins/volumebinding */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  preFilter({ pod: { pod }, informers }) {
    let uses = false;
    for (const { persistentVolumeClaim: source } of pod.spec.volumes ?? []) {
      if (source?.claimName === undefined) continue;
      uses = true;
      const claim = informers.get(CLAIMS, pod.metadata.namespace ?? '', source.claimName) as
        | (KubeObject & { readonly status?: { readonly phase?: string } })
        | undefined;
      if (claim === undefined) return { reject: `persistentvolumeclaim "${source.claimName}" not found` };
      if (claim.metadata.deletionTimestamp !== undefined)
        return { reject: `persistentvolumeclaim "${source.claimName}" is being deleted` };
      if (claim.status?.phase !== 'Bound') return { reject: 'pod has unbound immediate PersistentVolumeClaims' };
    }
    return uses ? undefined : 'skip';
  },
  helps: (event) => event.kind === 'resource-changed' && event.resource === CLAIMS,
};
