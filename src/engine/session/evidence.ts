import { FieldSelector } from '../cluster/apiserver/selectors/field-selector.ts';
import { LabelSelector, SelectorError } from '../cluster/apiserver/selectors/label-selector.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { StateSource } from '../grader/state.ts';
import { TargetError } from '../grader/target.ts';

/** What the grader reads a cluster through. Selectors that do not parse are the author's slip: `TargetError`. */
export function stateSource(cluster: Cluster): StateSource {
  return {
    history: cluster.history,
    get kinds() {
      return cluster.kinds;
    },
    matches(definition, object, labels, fields) {
      try {
        if (labels !== undefined && !LabelSelector.parse(labels).matches(object)) return false;
        if (fields === undefined) return true;
        return FieldSelector.parse(
          fields,
          definition.fieldSelectors,
          (field) => `field label not supported: ${field}`,
        ).matches(object);
      } catch (error) {
        if (error instanceof SelectorError) throw new TargetError(error.message);
        throw error;
      }
    },
  };
}
