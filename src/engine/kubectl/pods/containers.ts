import type { JsonObject } from '../../cluster/json.ts';
import { items, text } from '../describe/read.ts';
import { CommandError } from '../errors.ts';
import { quote } from '../go/quote.ts';

/** The annotation that names the container to use when none is asked for. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** A container of a pod with the field path that stands for it: `spec.initContainers{setup}`. */
export interface FoundContainer {
  readonly container: JsonObject;
  readonly fieldPath: string;
}

/** The three lists of a pod's containers, in kubectl's order of looking. */
const LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** The container of that name, whatever its list. Models: kubectl/pkg/cmd/util/podcmd.FindContainerByName */
export function findContainer(pod: JsonObject, name: string): FoundContainer | undefined {
  for (const list of LISTS) {
    const container = items(pod, 'spec', list).find((each) => text(each, 'name') === name);
    if (container !== undefined) return { container, fieldPath: `spec.${list}{${name}}` };
  }
  return undefined;
}

/** `web, debugger (ephem), setup (init)`. Models: podcmd.AllContainerNames */
export function allContainerNames(pod: JsonObject): string {
  const names = (list: string, mark: string): readonly string[] =>
    items(pod, 'spec', list).map((each) => `${text(each, 'name')}${mark}`);
  return [
    ...names('containers', ''),
    ...names('ephemeralContainers', ' (ephem)'),
    ...names('initContainers', ' (init)'),
  ].join(', ');
}

/** True when a choice has to be made. */
export function hasSeveralContainers(pod: JsonObject): boolean {
  return LISTS.reduce((count, list) => count + items(pod, 'spec', list).length, 0) > 1;
}

/** The error for a container that a pod does not have. */
export function noSuchContainer(pod: JsonObject, name: string): CommandError {
  return new CommandError(
    `container ${name} is not valid for pod ${text(pod, 'metadata', 'name')} out of: ${allContainerNames(pod)}`,
  );
}

/** The container that the pod's annotation prefers; '' when it prefers none. */
export function annotatedContainer(pod: JsonObject): string {
  return text(pod, 'metadata', 'annotations', DEFAULT_CONTAINER);
}

/** What is said when the first of several containers is taken. */
export function defaultedNotice(pod: JsonObject, name: string): string {
  return `Defaulted container ${quote(name)} out of: ${allContainerNames(pod)}\n`;
}

/**
 * The named container, the annotated one, or the first; says so through `warn` when it chose among several.
 * Throws `CommandError`. Models: podcmd.FindOrDefaultContainerByName
 */
export function findOrDefaultContainer(pod: JsonObject, name: string, warn: (text: string) => void): JsonObject {
  const [first] = items(pod, 'spec', 'containers');
  if (first === undefined) {
    const where = `${text(pod, 'metadata', 'namespace')}/${text(pod, 'metadata', 'name')}`;
    throw new CommandError(`pod ${where} does not have any containers`);
  }
  const wanted = name || annotatedContainer(pod);
  if (wanted !== '') {
    const found = findContainer(pod, wanted);
    if (found === undefined) throw noSuchContainer(pod, wanted);
    return found.container;
  }
  if (hasSeveralContainers(pod)) warn(defaultedNotice(pod, text(first, 'name')));
  return first;
}
