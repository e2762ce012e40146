import { type Flow, sleep } from '../flow.ts';
import { type PodContext, payloadContext } from './pod-context.ts';

/** How often a sync looks whether the volumes are there. */
const POLL_MS = 300;
/** When it gives up until the next sync. */
const GIVE_UP_MS = 123_000;

/** Waits until all volumes are set up; false (and an event) when that takes too long. Models: pkg/kubelet/volumemanager WaitForAttachAndMount */
export function* waitForVolumes(context: PodContext): Flow<boolean> {
  const { services, pod, volumes } = context;
  const payload = payloadContext(context);
  if (volumes.missing(payload).length === 0) return true;
  const started = services.clock.nowMs();
  const failed = (volume: string, message: string): void =>
    services.recorder.event(
      pod,
      'Warning',
      'FailedMount',
      `MountVolume.SetUp failed for volume "${volume}" : ${message}`,
    );

  volumes.setUp(payload, started, failed);
  let delayMs = services.random.between(200, POLL_MS);
  for (;;) {
    const stuck = volumes.nextTryMs() !== undefined;
    // A volume whose source is missing is a state to rest in, like a back-off.
    yield* sleep(services.clock, delayMs, stuck ? 'background' : 'work');
    const nowMs = services.clock.nowMs();
    volumes.setUp(payload, nowMs, failed);
    const missing = volumes.missing(payload);
    if (missing.length === 0) return true;
    if (nowMs - started >= GIVE_UP_MS) {
      const message = `Unable to attach or mount volumes: unmounted volumes=[${missing.join(' ')}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`;
      services.recorder.event(pod, 'Warning', 'FailedMount', message);
      return false;
    }
    const next = Math.max(volumes.nextTryMs() ?? nowMs, nowMs + 1);
    delayMs = Math.min(Math.ceil((next - started) / POLL_MS) * POLL_MS + started, started + GIVE_UP_MS) - nowMs;
  }
}
