import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ApiHandler, ApiResponse } from '../../cluster/apiserver/http.ts';
import { textResponse } from '../../cluster/apiserver/response.ts';
import { textReport } from '../../grader/report.ts';
import { Session } from '../../session/session.ts';
import { ENGINE_VERSION } from '../../session/version.ts';
import { Driver } from '../driver.ts';
import { type CliCommand, CliError, UsageError } from './command.ts';
import { loadJq } from './jq.ts';
import { readLabFolder } from './lab-folder.ts';
import { nodeTimers } from './timers.ts';
import { kubeconfig } from './wire/kubeconfig.ts';
import { identifier, listen } from './wire/listen.ts';
import { ServerMetrics } from './wire/metrics.ts';
import { makeTokenSigner } from './wire/token-signer.ts';

/** Virtual time that has passed when the server is there: nodes are Ready. */
const AGE_MS = 60_000;
const LOOPBACK = '127.0.0.1';

interface Options {
  readonly port: number;
  readonly nodes: number;
  readonly lab: string | undefined;
  readonly out: string | undefined;
  readonly speed: number;
  readonly authorization: 'AlwaysAllow' | 'RBAC';
  readonly systemPods: boolean;
}

function numberOf(flag: string, text: string | undefined, fallback: number, low: number, high: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !(value >= low && value <= high))
    throw new UsageError(`--${flag} needs a number from ${low} to ${high}, not "${text}"`);
  return value;
}

/** What a person can do about a port that cannot be had. */
function portFault(error: NodeJS.ErrnoException, port: number): CliError {
  if (error.code === 'EADDRINUSE')
    return new CliError(`port ${port} is in use: choose another with --port, or none for a free one`);
  if (error.code === 'EACCES') return new CliError(`port ${port} is not for this user: choose one above 1023`);
  return new CliError(error.message);
}

/** Writes a kubeconfig that only its user can read. Throws `CliError`. */
function writeKubeconfig(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
    // A file that was there keeps its mode when it is written.
    chmodSync(file, 0o600);
  } catch (error) {
    throw new CliError(
      `cannot write the kubeconfig: ${error instanceof Error ? error.message : String(error)}; name another file with --kubeconfig-out`,
    );
  }
}

function wholeOf(...[flag, text, fallback, low, high]: Parameters<typeof numberOf>): number {
  const value = numberOf(flag, text, fallback, low, high);
  if (!Number.isInteger(value)) throw new UsageError(`--${flag} needs a whole number, not "${text}"`);
  return value;
}

function options(args: readonly string[]): Options {
  let values: { readonly [flag: string]: string | boolean | undefined };
  try {
    values = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        nodes: { type: 'string' },
        lab: { type: 'string' },
        'kubeconfig-out': { type: 'string' },
        speed: { type: 'string' },
        authorization: { type: 'string' },
        'no-system-pods': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const text = (flag: string): string | undefined => {
    const value = values[flag];
    return typeof value === 'string' ? value : undefined;
  };
  const authorization = text('authorization') ?? 'AlwaysAllow';
  if (authorization !== 'AlwaysAllow' && authorization !== 'RBAC')
    throw new UsageError(`--authorization is AlwaysAllow or RBAC, not "${authorization}"`);
  return {
    port: wholeOf('port', text('port'), 0, 0, 65_535),
    nodes: wholeOf('nodes', text('nodes'), 2, 0, 1000),
    lab: text('lab'),
    out: text('kubeconfig-out'),
    speed: numberOf('speed', text('speed'), 1, 0.001, 100_000),
    authorization,
    systemPods: values['no-system-pods'] !== true,
  };
}

/** `skiff serve`: the cluster behind a port, for unmodified kubectl, Helm and client libraries. */
export const serve: CliCommand = {
  name: 'serve',
  usage:
    'skiff serve [--port N] [--nodes N] [--lab FOLDER] [--kubeconfig-out FILE] [--speed N] [--authorization AlwaysAllow|RBAC] [--no-system-pods]',
  summary: 'Serve a cluster on the loopback for real kubectl, Helm and client libraries (Ctrl-C stops it)',
  async run(args) {
    const wanted = options(args);
    const found = wanted.lab === undefined ? undefined : readLabFolder(wanted.lab);
    const jq = await loadJq();
    const session = new Session({
      header: {
        skiff: 'journal/v1',
        engine: ENGINE_VERSION,
        lab: found === undefined ? null : { id: found.lab.id, digest: found.digest },
        seed: found?.lab.seed ?? 1,
        student: process.env['USER'] ?? 'learner',
        startMs: Math.floor(Date.now() / 1000) * 1000 - AGE_MS,
      },
      lab: found?.lab ?? null,
      workers: wanted.nodes,
      systemPods: wanted.systemPods,
      jq: () => jq,
      tokenSigner: makeTokenSigner(),
    });
    const { cluster, clock } = session.world;
    let stop: (status: number) => void = () => {};
    const driver = new Driver(clock, nodeTimers, {
      sliced() {},
      broke(error) {
        process.stderr.write(
          `skiff serve: the cluster cannot go on: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        stop(1);
      },
    });
    const handleInMoment: ApiHandler = (request) => {
      let got: ApiResponse = { status: 503, headers: {}, warnings: [], text: 'the cluster stands still\n' };
      driver.between(() => {
        got = cluster.handle(request);
      });
      return got;
    };
    const { store, definitions } = cluster.server.core;
    const metrics = new ServerMetrics({
      resources: () => store.resources(),
      count: (resource) => store.table(resource).size,
      serves: (group, version, plural) => definitions.at(group, version, plural) !== undefined,
    });
    cluster.server.servePaths((path) => (path === '/metrics' ? textResponse(200, metrics.text()) : undefined));
    // Certificates need a large library, which the other commands shall not load.
    const { makeCertificates } = await import('./wire/certificates.ts');
    const certificates = await makeCertificates(Date.now());
    const listening = await listen(
      {
        handleInMoment: metrics.counted(handleInMoment, () => performance.now()),
        identify: identifier(wanted.authorization),
        between: (run) => driver.between(run),
      },
      certificates,
      { address: LOOPBACK, port: wanted.port },
    ).catch((error: NodeJS.ErrnoException) => {
      throw portFault(error, wanted.port);
    });
    const file = resolve(wanted.out ?? join(tmpdir(), `skiff-${listening.port}.kubeconfig`));
    try {
      writeKubeconfig(file, kubeconfig(`https://${LOOPBACK}:${listening.port}`, certificates));
    } catch (error) {
      await listening.close();
      throw error;
    }
    driver.setSpeed(wanted.speed);
    driver.start();
    process.stdout.write(`export KUBECONFIG=${file}\n`);
    return await new Promise<number>((done) => {
      stop = (status) => {
        stop = () => {};
        driver.stop();
        const report = session.report();
        if (report !== undefined)
          process.stdout.write(
            `\n${textReport({ file: '-', student: session.journal.header.student, notes: [], report })}`,
          );
        void listening.close().then(() => done(status));
      };
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(0));
    });
  },
};
