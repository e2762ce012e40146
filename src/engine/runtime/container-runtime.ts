import type { ApiHandler } from '../cluster/apiserver/http.ts';
import type { Clock } from '../cluster/clock.ts';
import type { ContainerRuntime, ImageFacts, StartResult } from '../cluster/kubelet/runtime.ts';
import type { Random } from '../cluster/random.ts';
import type { LocalMachine } from '../shell/process/machine.ts';
import { Container } from './container.ts';
import type { PrivateRegistry } from './registries.ts';
import { type FoundImage, Registry } from './registry.ts';

/** Bytes a second that a pull gets. */
const PULL_BYTES_PER_SECOND = 60_000_000;
const REGISTRY_ANSWER_MS = { low: 350, high: 700 };

/** What the runtime needs besides the images. */
export interface RuntimeOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** True: every known image but `:latest` ones is on all nodes from the start, as on the recorded cluster. */
  readonly imagesPresent: boolean;
  /** The API server, for programs that bring their pod's token. Without it there is none to reach from pods. */
  readonly api?: ApiHandler;
  /** A node as a machine that containers stand on. */
  readonly nodeMachine?: (node: string) => LocalMachine | undefined;
  /** Registries that want credentials. */
  readonly registries?: readonly PrivateRegistry[];
}

/**
 * What containerd is on a node: images, and containers as processes of the shell's process table. One for all nodes; each node has its own image store.
 */
export function createContainerRuntime(
  options: RuntimeOptions,
): ContainerRuntime & { container(id: string): Container | undefined } {
  const { clock, random } = options;
  const registry = new Registry(options.registries);
  const stores = new Map<string, Map<string, FoundImage>>();
  const containers = new Map<string, Container>();

  const storeOf = (node: string): Map<string, FoundImage> => {
    let store = stores.get(node);
    if (store === undefined) {
      store = new Map();
      stores.set(node, store);
    }
    return store;
  };
  const stored = (node: string, reference: string): FoundImage | undefined => {
    const kept = storeOf(node).get(reference);
    if (kept !== undefined) return kept;
    return options.imagesPresent ? registry.preloaded(reference) : undefined;
  };

  return {
    image: (node, reference) => stored(node, reference)?.facts,

    images(node): readonly ImageFacts[] {
      const facts = new Map<string, ImageFacts>();
      for (const image of storeOf(node).values()) facts.set(image.facts.reference, image.facts);
      return [...facts.values()];
    },

    pull(node, reference, done, credentials) {
      const startedMs = clock.nowMs();
      const lookup = registry.lookup(reference, credentials);
      const answerMs = random.between(REGISTRY_ANSWER_MS.low, REGISTRY_ANSWER_MS.high);
      const present =
        lookup.kind === 'found' &&
        [...storeOf(node).values()].some((image) => image.facts.imageId === lookup.image.facts.imageId);
      const downloadMs =
        lookup.kind === 'found' && !present ? (lookup.image.facts.sizeBytes / PULL_BYTES_PER_SECOND) * 1000 : 0;
      const timer = clock.after(answerMs + downloadMs, () => {
        if (lookup.kind === 'missing') {
          done({ kind: 'failed', message: lookup.message });
          return;
        }
        storeOf(node).set(reference, lookup.image);
        done({ kind: 'pulled', image: lookup.image.facts, tookMs: clock.nowMs() - startedMs });
      });
      return () => timer.cancel();
    },

    start(config, exited): StartResult {
      const id = random.hex(64);
      const image = stored(config.node, config.image);
      if (image === undefined) {
        return {
          kind: 'failed',
          reason: 'CreateContainerError',
          message: `failed to create containerd container: image "${config.image}": not found`,
          exitCode: 128,
          id,
        };
      }
      const container = new Container({
        config,
        image,
        clock,
        random: random.fork(id),
        id,
        api: options.api,
        node: () => options.nodeMachine?.(config.node),
      });
      const why = container.start(exited);
      if (why !== undefined) {
        const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}`;
        return { kind: 'failed', reason: 'StartError', message, exitCode: 128, id };
      }
      containers.set(id, container);
      return { kind: 'started', container };
    },

    remove: (id) => void containers.delete(id),
    container: (id) => containers.get(id),
  };
}
