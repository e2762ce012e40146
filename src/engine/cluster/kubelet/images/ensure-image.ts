import { formatDuration } from '../back-off.ts';
import { callback, type Flow } from '../flow.ts';
import type { NodeServices } from '../node-services.ts';
import { type ContainerKind, containerFieldPath, type NamedContainer, type Pod } from '../pod.ts';
import type { ImageFacts, PullResult } from '../runtime.ts';
import type { StartFailure } from '../status/container-status.ts';
import { imageReferenceError } from './image-reference.ts';
import { missingPullSecrets, pullCredentials } from './pull-secrets.ts';

export type ImageOutcome =
  | { readonly kind: 'present'; readonly image: ImageFacts }
  /** `retryAtMs` where only a back-off stands in the way. */
  | { readonly kind: 'failed'; readonly failure: StartFailure; readonly retryAtMs?: number };

/** Messages of the last failed pull, by back-off key, for what a back-off shows. */
export type PullErrors = Map<string, string>;

/** Gets a container's image onto the node as its pull policy says. Models: pkg/kubelet/images imageManager.EnsureImageExists */
export function* ensureImage(
  services: NodeServices,
  errors: PullErrors,
  pod: Pod,
  container: NamedContainer,
  kind: ContainerKind,
): Flow<ImageOutcome> {
  const { image } = container;
  const { runtime, node, recorder, clock, imageBackOff } = services;
  const fieldPath = containerFieldPath(kind, container.name);
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    recorder.event(pod, type, reason, message, fieldPath);

  const invalid = imageReferenceError(image);
  if (invalid !== undefined) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${invalid}`;
    tell('Warning', 'InspectFailed', message);
    return { kind: 'failed', failure: { reason: 'InvalidImageName', message } };
  }

  const lost = missingPullSecrets(services.informers, pod);
  if (lost.length > 0)
    recorder.event(
      pod,
      'Warning',
      'FailedToRetrieveImagePullSecret',
      `Unable to retrieve some image pull secrets (${lost.join(', ')}); attempting to pull the image may not succeed.`,
    );
  const present = runtime.image(node.name, image);
  const policy = container.imagePullPolicy ?? 'IfNotPresent';
  if (present !== undefined && policy !== 'Always') {
    tell('Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
    if (present.generic === true) tell('Warning', 'GenericImage', genericMessage(image));
    return { kind: 'present', image: present };
  }
  if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    tell('Warning', 'ErrImageNeverPull', message);
    return { kind: 'failed', failure: { reason: 'ErrImageNeverPull', message } };
  }

  const key = `${pod.metadata.uid}_${image}`;
  const heldUntil = imageBackOff.heldSinceUpdateUntilMs(key);
  if (heldUntil !== undefined) {
    const message = `Back-off pulling image "${image}"`;
    tell('Normal', 'BackOff', message);
    const cause = errors.get(key);
    return {
      kind: 'failed',
      failure: {
        reason: 'ImagePullBackOff',
        message: cause === undefined ? message : `${message}: ErrImagePull: ${cause}`,
      },
      retryAtMs: heldUntil,
    };
  }

  tell('Normal', 'Pulling', `Pulling image "${image}"`);
  const started = clock.nowMs();
  const pulled = yield* callback<PullResult>((done) =>
    runtime.pull(node.name, image, done, pullCredentials(services.informers, pod)),
  );
  if (pulled.kind === 'failed') {
    tell('Warning', 'Failed', `Failed to pull image "${image}": ${pulled.message}`);
    imageBackOff.next(key, clock.nowMs());
    errors.set(key, pulled.message);
    return { kind: 'failed', failure: { reason: 'ErrImagePull', message: pulled.message } };
  }
  errors.delete(key);
  const took = formatDuration(Math.round(pulled.tookMs));
  const waited = formatDuration(Math.round(clock.nowMs() - started));
  tell(
    'Normal',
    'Pulled',
    `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${pulled.image.sizeBytes} bytes.`,
  );
  if (pulled.image.generic === true) tell('Warning', 'GenericImage', genericMessage(image));
  return { kind: 'present', image: pulled.image };
}

/** Said by the simulator, not by Kubernetes: what runs is not the image's own program. */
function genericMessage(image: string): string {
  return `Skiff does not have the program of image "${image}": a generic program runs in its place, which listens on the declared ports and answers the declared probes`;
}
