import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { realTools } from '../../scripts/real-kubectl.mjs';
import { Driver } from '../../src/engine/hosts/driver.ts';
import { nodeTimers } from '../../src/engine/hosts/node/timers.ts';
import { makeCertificates } from '../../src/engine/hosts/node/wire/certificates.ts';
import { kubeconfig } from '../../src/engine/hosts/node/wire/kubeconfig.ts';
import { identifier, listen } from '../../src/engine/hosts/node/wire/listen.ts';
import { createWorld, type World } from '../../src/engine/session/world.ts';

/** A cluster behind a port, with a home directory whose kubeconfig reaches it. */
export interface ServedWorld {
  readonly world: World;
  readonly driver: Driver;
  readonly port: number;
  readonly home: string;
  /** The environment in which `kubectl` and `helm` are the real ones. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every connection. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Serves a fresh world, in which so much virtual time has passed, on a free port of the loopback. */
export async function serveWorld(
  options: {
    readonly ageMs?: number;
    /** How far the cluster's time lies behind the wall's when it begins, milliseconds. Default 0. */
    readonly behindMs?: number;
    readonly systemPods?: boolean;
    readonly files?: { readonly [path: string]: string };
    readonly authorization?: 'AlwaysAllow' | 'RBAC';
  } = {},
): Promise<ServedWorld> {
  const ageMs = options.ageMs ?? 60_000;
  const world = createWorld({
    seed: 1,
    startMs: Math.floor(Date.now() / 1000) * 1000 - ageMs - (options.behindMs ?? 0),
    workers: 2,
    systemPods: options.systemPods ?? false,
    files: {},
    jq: () => undefined,
    ageMs,
  });
  const driver = new Driver(world.clock, nodeTimers, {
    sliced() {},
    broke(error) {
      throw error;
    },
  });
  const handleInMoment: World['cluster']['handle'] = (request) => {
    let got: ReturnType<World['cluster']['handle']> | undefined;
    driver.between(() => {
      got = world.cluster.handle(request);
    });
    if (got === undefined) throw new Error('the cluster stands still');
    return got;
  };
  const certificates = await makeCertificates(Date.now());
  const host = {
    handleInMoment,
    identify: identifier(options.authorization ?? 'AlwaysAllow'),
    between: (run: () => void) => driver.between(run),
  };
  const listening = await listen(host, certificates, { address: '127.0.0.1', port: 0 });
  const home = mkdtempSync(join(tmpdir(), 'skiff-wire-'));
  const config = kubeconfig(`https://127.0.0.1:${listening.port}`, certificates);
  for (const [path, text] of Object.entries({ ...options.files, '.kube/config': config })) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
    chmodSync(join(home, path), path.endsWith('.sh') ? 0o755 : 0o600);
  }
  driver.start();
  return {
    world,
    driver,
    port: listening.port,
    home,
    env: {
      PATH: `${realTools()}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      LANG: 'C.UTF-8',
      USER: 'learner',
      TERM: 'dumb',
    },
    dropConnections: () => listening.dropConnections(),
    async close() {
      driver.stop();
      await listening.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
