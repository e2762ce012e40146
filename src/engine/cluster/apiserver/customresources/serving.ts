import type { Convert } from '../../resources/customresources/conversion.ts';
import { servedBy } from '../../resources/customresources/served.ts';
import { CRDS, type Crd, isTrue } from '../../resources/customresources/types.ts';
import type { Store } from '../../store.ts';
import type { Definitions } from '../definitions.ts';

/**
 * Keeps what the server serves in step with the definitions that are established: their versions come and go within the write that changes
 * the definition. Models: apiextensions/pkg/apiserver/customresource_handler.go
 */
export function serveCustomResources(store: Store, definitions: Definitions, convert: Convert): void {
  store.watch(CRDS, (version) => {
    const crd = version.object as Crd;
    const { name } = crd.metadata;
    const before = version.previous?.object as Crd | undefined;
    if (version.type === 'DELETED' || !isTrue(crd, 'Established')) {
      if (before !== undefined && isTrue(before, 'Established')) definitions.setCustom(name, []);
      return;
    }
    const isSame = before !== undefined && isTrue(before, 'Established') && before.spec === crd.spec;
    if (!isSame) definitions.setCustom(name, servedBy(crd, convert));
  });
}
