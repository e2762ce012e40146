import type { Call, CommandDefinition } from '../../../shell/commands/command.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { NodeHost } from '../node-host.ts';
import { containerById, type FoundContainer } from './find.ts';
import { containerStatus, inspectSandboxes } from './inspect.ts';
import { images, pods, ps } from './list.ts';

/** What a call of the runtime takes, milliseconds. */
const CALL_MS = 15;
const SIGTERM = 15;
const SIGKILL = 9;
/** `crictl stop` waits so long for a container before it kills it, unless told otherwise. Seconds. */
const STOP_SECONDS = 0;

type Verb = (call: Call, host: NodeHost, words: readonly string[]) => number | Task<number>;

function eachContainer(act: (call: Call, found: FoundContainer) => number | Task<number>): Verb {
  return function* (call, host, words): Task<number> {
    if (words.length === 0) return call.fail('ID cannot be empty');
    let status = 0;
    for (const id of words) {
      const found = containerById(host, id);
      if (found === undefined) {
        call.process.stderr.write(
          `E ${call.name}: rpc error: code = NotFound desc = an error occurred when try to find container "${id}": not found\n`,
        );
        status = 1;
        continue;
      }
      const result = act(call, found);
      const end = typeof result === 'number' ? result : yield* result;
      if (end !== 0) status = end;
    }
    return status;
  };
}

/** The container ends; the kubelet sees it and does what the pod's restart policy says. */
function* stop(call: Call, { record }: FoundContainer): Task<number> {
  const seconds = Number(call.value('t') ?? STOP_SECONDS);
  record.running?.signal(seconds > 0 ? SIGTERM : SIGKILL);
  for (let waited = 0; waited < seconds * 1000 && record.end === undefined; waited += 100)
    yield* call.process.sleep(100, 'work');
  if (record.end === undefined) record.running?.signal(SIGKILL);
  yield* call.process.sleep(CALL_MS, 'work');
  call.print(`${record.id}\n`);
  return 0;
}

function logs(call: Call, { record }: FoundContainer): number {
  if (call.has('f')) return call.fail('--follow is not simulated here: use kubectl logs -f');
  const tail = call.value('n');
  const entries = record.running?.log.entries ?? [];
  const from = tail === undefined || Number(tail) < 0 ? 0 : Math.max(0, entries.length - Number(tail));
  for (const { stream, text } of entries.slice(from)) {
    if (stream === 'stdout') call.print(text);
    else call.process.stderr.write(text);
  }
  return 0;
}

function* exec(call: Call, host: NodeHost, words: readonly string[]): Task<number> {
  const [id = '', ...argv] = words;
  if (call.has('i') || call.has('t'))
    return call.fail('an interactive exec is not simulated here: use kubectl exec -it, or give the command alone');
  const found = containerById(host, id);
  const running = found?.record.end === undefined ? found?.record.running : undefined;
  if (running === undefined) return call.fail(`container "${id}" is not running`);
  if (argv.length === 0) return call.fail('at least one command is required');
  let result: { readonly exitCode: number; readonly output: string } | { readonly error: string } | undefined;
  yield* call.process.wait({
    on: 'child',
    start: (wake) =>
      running.run(argv, (end) => {
        result = end;
        wake();
      }),
  });
  if (result === undefined) return 1;
  if ('error' in result) return call.fail(`execing command in container: ${result.error}`);
  call.print(result.output);
  return result.exitCode;
}

function* pull(call: Call, { kubelet }: NodeHost, words: readonly string[]): Task<number> {
  const [image] = words;
  if (image === undefined) return call.fail('image name cannot be empty');
  let failed: string | undefined;
  let digest = '';
  yield* call.process.wait({
    on: 'host',
    start: (wake) =>
      kubelet.runtime.pull(kubelet.node.name, image, (result) => {
        if (result.kind === 'failed') failed = result.message;
        else digest = result.image.imageId;
        wake();
      }),
  });
  if (failed !== undefined) return call.fail(`pulling image: ${failed}`);
  call.print(`Image is up to date for ${digest}\n`);
  return 0;
}

function version(call: Call, { kubelet }: NodeHost): number {
  const runtime = kubelet.node.nodeInfo.containerRuntimeVersion.replace('containerd://', '');
  call.print(`Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  ${runtime}\nRuntimeApiVersion:  v1\n`);
  return 0;
}

const VERBS: { readonly [verb: string]: Verb } = {
  ps,
  pods,
  images,
  image: images,
  img: images,
  logs: eachContainer(logs),
  inspect: eachContainer((call, found) => {
    call.print(`${JSON.stringify(containerStatus(found), null, 2)}\n`);
    return 0;
  }),
  inspectp: inspectSandboxes,
  stop: eachContainer(stop),
  exec,
  pull,
  version,
};

const NEEDS_RUNTIME =
  'validate service connection: validate CRI v1 runtime API for endpoint "unix:///run/containerd/containerd.sock": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"';

/** `crictl` over the node's containers. Models: sigs.k8s.io/cri-tools 1.36 */
export function crictl(host: NodeHost): CommandDefinition {
  return {
    name: 'crictl',
    synopsis: '[global options] command [command options] [arguments...]',
    summary: `A client for the node's container runtime: ${Object.keys(VERBS).join(', ')}.`,
    short: 'aqn:p:t:ifN:o:',
    long: {
      all: 'a',
      quiet: 'q',
      tail: 'n',
      pod: 'p',
      name: 'N',
      timeout: 't',
      follow: 'f',
      interactive: 'i',
      output: 'o',
    },
    // What stands behind exec's container is the command's own.
    prepare: (words) => {
      const at = words.indexOf('exec');
      const id = words.findIndex((word, index) => index > at && !word.startsWith('-'));
      return at < 0 || id < 0 ? words : [...words.slice(0, id), '--', ...words.slice(id)];
    },
    *run(call) {
      const [verb, ...words] = call.operands;
      if (verb === undefined) return call.misuse('no command given');
      const handler = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
      if (handler === undefined) return call.fail(`command "${verb}" is not simulated here (or unknown)`);
      if (!host.kubelet.units.containerd.isActive) return call.fail(NEEDS_RUNTIME);
      yield* call.process.sleep(CALL_MS, 'work');
      const result = handler(call, host, words);
      return typeof result === 'number' ? result : yield* result;
    },
  };
}
