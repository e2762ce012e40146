import type { JsonObject } from '../../cluster/json.ts';
import { objects, record, text } from '../../cluster/json-readers.ts';
import type { Command, CommandContext } from '../command.ts';
import { printFlags } from '../common-flags.ts';
import { CommandError, isCommandFailure } from '../errors.ts';
import { nameOf } from '../json.ts';
import { makePrinter } from '../printers/printer.ts';

/** What is listed of each namespace, and the file that it goes into. */
const LISTS = [
  ['events', '/api/v1', 'events'],
  ['replication-controllers', '/api/v1', 'replicationcontrollers'],
  ['services', '/api/v1', 'services'],
  ['daemonsets', '/apis/apps/v1', 'daemonsets'],
  ['deployments', '/apis/apps/v1', 'deployments'],
  ['replicasets', '/apis/apps/v1', 'replicasets'],
  ['pods', '/api/v1', 'pods'],
] as const;

/** `kubectl cluster-info dump`. Models: kubectl/pkg/cmd/clusterinfo/clusterinfo_dump.go */
export const clusterInfoDump: Command = {
  name: 'dump',
  use: '[flags]',
  short: 'Dump relevant information for debugging and diagnosis',
  flags: [
    ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, default: 'json' } : flag)),
    {
      name: 'all-namespaces',
      shorthand: 'A',
      type: 'bool',
      usage: 'If true, dump all namespaces.  If true, --namespaces is ignored.',
    },
    { name: 'namespaces', type: 'stringSlice', usage: 'A comma separated list of namespaces to dump.' },
    {
      name: 'output-directory',
      type: 'string',
      usage:
        "Where to output the files.  If empty or '-' uses stdout, otherwise creates a directory hierarchy in that directory",
    },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      default: '20s',
      usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    },
  ],
  run(context) {
    const { flags } = context;
    const format = flags.string('output');
    const ending = format === 'json' || format === 'yaml' ? format : 'txt';
    const list = (path: string): JsonObject => context.client().object({ method: 'GET', path });
    const print = (object: JsonObject, file: string): void =>
      makePrinter({ ...context, out: writerTo(context, `${file}.${ending}`) }).print(object);
    if (format === 'name') throw new CommandError('list types are not supported by name printing: *v1.NodeList');
    print(list('/api/v1/nodes'), 'nodes');
    for (const namespace of namespacesOf(context, list)) {
      for (const [file, group, plural] of LISTS) {
        const found = list(`${group}/namespaces/${encodeURIComponent(namespace)}/${plural}`);
        print(found, `${namespace}/${file}`);
        if (file === 'pods') for (const pod of objects(found['items'])) dumpLogs(context, namespace, pod);
      }
    }
    const folder = flags.string('output-directory');
    if (folder !== '' && folder !== '-') context.out(`Cluster info dumped to ${folder}\n`);
    return 0;
  },
};

function namespacesOf(context: CommandContext, list: (path: string) => JsonObject): readonly string[] {
  if (context.flags.bool('all-namespaces')) return objects(list('/api/v1/namespaces')['items']).map(nameOf);
  const asked = context.flags.strings('namespaces');
  return asked.length > 0 ? asked : ['kube-system', context.namespace().name];
}

function dumpLogs(context: CommandContext, namespace: string, pod: JsonObject): void {
  const write = writerTo(context, `${namespace}/${nameOf(pod)}/logs.txt`);
  const spec = record(pod['spec']);
  for (const container of [...objects(spec['initContainers']), ...objects(spec['containers'])]) {
    const name = text(container['name']);
    const what = `logs for container ${name} of pod ${namespace}/${nameOf(pod)} ====\n`;
    write(`==== START ${what}`);
    try {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(nameOf(pod))}/log`;
      write(context.client().send({ method: 'GET', path, query: { container: name } }).text ?? '');
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      write(`Request log error: ${error.message}\n`);
    }
    write(`==== END ${what}`);
  }
}

/** Standard output, or a file below `--output-directory`. */
function writerTo(context: CommandContext, file: string): (chunk: string) => void {
  const folder = context.flags.string('output-directory');
  if (folder === '' || folder === '-') return context.out;
  const { fs, cwd } = context.process;
  const path = fs.resolve(cwd, `${folder}/${file}`);
  fs.makeDirectory(path.slice(0, path.lastIndexOf('/')), { parents: true });
  let begun = false;
  return (chunk) => {
    fs.write(path, chunk, { append: begun });
    begun = true;
  };
}
