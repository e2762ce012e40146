import type { FileSystemTree, WebContainer, WebContainerProcess } from '@webcontainer/api';
import { encodeLine, LineDecoder } from '../lines.ts';
import type { FromSession, Host } from '../protocol.ts';

/** What the container runs: the bundled session program and jq. */
export interface ContainerFiles {
  readonly program: string;
  readonly jqScript: string;
  readonly jqWasm: Uint8Array<ArrayBuffer>;
}

/** Why a container did not come. */
export type BootFailure = 'unsupported' | 'slow' | 'blocked' | 'stopped';

export class ContainerError extends Error {
  constructor(
    readonly failure: BootFailure,
    message: string,
  ) {
    super(message);
    this.name = 'ContainerError';
  }
}

function within<Value>(ms: number, work: Promise<Value>, tooLate: (late: Value) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      reject(new ContainerError('slow', `the container did not come within ${ms / 1000} s`));
    }, ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        if (over) tooLate(value);
        else resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(new ContainerError('blocked', error instanceof Error ? error.message : String(error)));
      },
    );
  });
}

function tree(files: ContainerFiles): FileSystemTree {
  return {
    'skiff.mjs': { file: { contents: files.program } },
    jq: {
      directory: { 'jq.cjs': { file: { contents: files.jqScript } }, 'jq.wasm': { file: { contents: files.jqWasm } } },
    },
  };
}

/**
 * Boots a container and runs the session program in it. Rejects with `ContainerError` when the page is not isolated, the container's own
 * origin is blocked, or it takes longer than `timeoutMs`; nothing is left running then.
 */
export async function bootWebContainerHost(files: () => Promise<ContainerFiles>, timeoutMs: number): Promise<Host> {
  if (!globalThis.crossOriginIsolated) throw new ContainerError('unsupported', 'the page is not cross-origin isolated');
  const { WebContainer: Container } = await import('@webcontainer/api');
  const end = performance.now() + timeoutMs;
  const leftMs = (): number => Math.max(1, end - performance.now());
  const container = await within(leftMs(), Container.boot({ coep: 'require-corp' }), (late) => late.teardown());
  try {
    const ready = files().then(async (contents) => {
      await container.mount(tree(contents));
      return await container.spawn('node', ['skiff.mjs']);
    });
    return hostOf(container, await within(leftMs(), ready, (late) => late.kill()));
  } catch (error) {
    container.teardown();
    throw error;
  }
}

function hostOf(container: WebContainer, process: WebContainerProcess): Host {
  const writer = process.input.getWriter();
  let stopped = false;
  return {
    kind: 'webcontainer',
    send(message) {
      writer.write(encodeLine(message)).catch(() => {});
    },
    listen(listener) {
      const decoder = new LineDecoder<FromSession>(
        (message) => listener.message(message),
        () => {},
      );
      const lost = (why: string): void => {
        if (!stopped) listener.lost(why);
        stopped = true;
      };
      process.output
        .pipeTo(new WritableStream({ write: (text) => decoder.push(text) }))
        .catch((error) => lost(String(error)));
      process.exit.then(
        (status) =>
          lost(
            status === 137
              ? 'the session program ran out of memory'
              : `the session program ended with status ${status}`,
          ),
        (error) => lost(String(error)),
      );
    },
    stop() {
      if (stopped) return;
      stopped = true;
      process.kill();
      container.teardown();
    },
  };
}
