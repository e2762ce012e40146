import type { JsonObject } from '../../cluster/json.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import type { Command, CommandContext } from '../command.ts';
import { allNamespacesFlag, fieldSelectorFlag, selectorFlag } from '../common-flags.ts';
import { resourceList } from '../describe/pod-resources.ts';
import { add, milliValue, type Quantity, wholeValue, ZERO } from '../describe/quantity.ts';
import { at, items, text } from '../describe/read.ts';
import { CommandError, usageError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { formatDuration } from '../go/duration.ts';
import { runGroup } from '../kubectl.ts';
import { TabWriter } from '../printers/tab-writer.ts';
import { parseSelector } from '../selector.ts';

const METRICS = '/apis/metrics.k8s.io/v1beta1';
const CREATION_DELAY_MS = 120_000;
const MEBIBYTE = 1024 * 1024;

const sortFlag = (what: string): FlagSpec => ({
  name: 'sort-by',
  type: 'string',
  usage: `If non-empty, sort ${what} list using specified field. The field can be either 'cpu' or 'memory'.`,
});
const protocolFlag: FlagSpec = {
  name: 'use-protocol-buffers',
  type: 'bool',
  default: 'true',
  usage: 'Enables using protocol-buffers to access Metrics API.',
};

/** `kubectl top node`. Models: kubectl/pkg/cmd/top/top_node.go */
const topNodeCommand: Command = {
  name: 'node',
  aliases: ['nodes', 'no'],
  use: '[NAME | -l label]',
  short: 'Display resource (CPU/memory) usage of nodes',
  flags: [
    { name: 'no-headers', type: 'bool', usage: 'If present, print output without headers' },
    selectorFlag,
    {
      name: 'show-capacity',
      type: 'bool',
      usage: 'Print node resources based on Capacity instead of Allocatable(default) of the nodes.',
    },
    {
      name: 'show-swap',
      type: 'bool',
      usage: 'Print node resources related to swap memory.',
      unsimulated: true,
    },
    sortFlag('nodes'),
    protocolFlag,
  ],
  run: runTopNode,
};

/** `kubectl top pod`. Models: kubectl/pkg/cmd/top/top_pod.go */
const topPodCommand: Command = {
  name: 'pod',
  aliases: ['pods', 'po'],
  use: '[NAME | -l label]',
  short: 'Display resource (CPU/memory) usage of pods',
  flags: [
    allNamespacesFlag,
    { name: 'containers', type: 'bool', usage: 'If present, print usage of containers within a pod.' },
    fieldSelectorFlag,
    { name: 'no-headers', type: 'bool', usage: 'If present, print output without headers.' },
    selectorFlag,
    {
      name: 'show-swap',
      type: 'bool',
      usage: 'Print pod resources related to swap memory.',
      unsimulated: true,
    },
    sortFlag('pods'),
    { name: 'sum', type: 'bool', usage: 'Print the sum of the resource usage' },
    protocolFlag,
  ],
  run: runTopPod,
};

/** `kubectl top`. Models: kubectl/pkg/cmd/top */
export const topCommand: Command = {
  name: 'top',
  suggestFor: ['stats'],
  use: '[flags]',
  short: 'Display resource (CPU/memory) usage',
  subcommands: [topNodeCommand, topPodCommand],
  run: (context) => runGroup({ ...context, out: context.err }),
};

function checkArguments(context: CommandContext, selectors: readonly string[], why: string): void {
  const { args, flags, command } = context;
  if (args.length > 1) throw usageError(context.commandPath, `${command.name} ${command.use}`);
  const sortBy = flags.string('sort-by');
  if (sortBy !== '' && sortBy !== 'cpu' && sortBy !== 'memory') {
    throw new CommandError('--sort-by accepts only cpu or memory');
  }
  if (args.length === 1 && selectors.some((selector) => selector !== '')) throw new CommandError(why);
  parseSelector(flags.string('selector'));
  const groups = items(context.client().object({ method: 'GET', path: '/apis' }), 'groups');
  const metrics = groups.find((group) => text(group, 'name') === 'metrics.k8s.io');
  if (!items(metrics, 'versions').some((version) => text(version, 'version') === 'v1beta1')) {
    throw new CommandError('Metrics API not available');
  }
}

/** One object's figures, or a list's. */
function readMetrics(
  context: CommandContext,
  collection: string,
  query: { readonly [name: string]: string | undefined },
): readonly JsonObject[] {
  const [name] = context.args;
  if (name === undefined)
    return items(context.client().object({ method: 'GET', path: `${METRICS}/${collection}`, query }), 'items');
  return [context.client().object({ method: 'GET', path: `${METRICS}/${collection}/${encodeURIComponent(name)}` })];
}

interface Usage {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

function usage(of: JsonObject): Usage {
  const list = resourceList(at(of, 'usage'));
  return { cpu: list.get('cpu') ?? ZERO, memory: list.get('memory') ?? ZERO };
}

const total = (parts: readonly Usage[]): Usage =>
  parts.reduce((sum, part) => ({ cpu: add(sum.cpu, part.cpu), memory: add(sum.memory, part.memory) }), {
    cpu: ZERO,
    memory: ZERO,
  });

const cpuText = (amount: Quantity): string => `${milliValue(amount)}m`;
const memoryText = (amount: Quantity): string => `${Math.trunc(wholeValue(amount) / MEBIBYTE)}Mi`;

/** The busiest first when sorted by a resource, else by name. */
function sorted<Row extends { readonly name: string; readonly usage: Usage }>(
  rows: readonly Row[],
  sortBy: string,
): readonly Row[] {
  const busy = (row: Row): bigint => (sortBy === 'cpu' ? row.usage.cpu.nano : row.usage.memory.nano);
  return [...rows].sort((a, b) => {
    if (sortBy !== '' && busy(a) !== busy(b)) return busy(a) > busy(b) ? -1 : 1;
    return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  });
}

function runTopNode(context: CommandContext): number {
  const { flags } = context;
  const selector = flags.string('selector');
  checkArguments(context, [selector], 'only one of NAME or --selector can be provided');
  const query = { labelSelector: selector || undefined };
  const metrics = readMetrics(context, 'nodes', query);
  if (metrics.length === 0) throw new CommandError('metrics not available yet');
  const nodes = items(context.client().object({ method: 'GET', path: '/api/v1/nodes', query }), 'items');
  const capacity = flags.bool('show-capacity') ? 'capacity' : 'allocatable';
  const tabs = new TabWriter(context.out);
  const print = (cells: readonly string[]): void => tabs.write(`${cells.join('\t')}\t\n`);
  if (!flags.bool('no-headers')) print(['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)']);
  const rows = sorted(
    metrics.map((each) => ({ name: text(each, 'metadata', 'name'), usage: usage(each) })),
    flags.string('sort-by'),
  );
  for (const row of rows) {
    const node = nodes.find((each) => text(each, 'metadata', 'name') === row.name);
    const given = resourceList(at(node, 'status', capacity));
    const share = (amount: Quantity, whole: Quantity | undefined): string =>
      `${whole === undefined || whole.nano === 0n ? 0 : Number((amount.nano * 100n) / whole.nano)}%`;
    const { cpu, memory } = row.usage;
    print([
      row.name,
      cpuText(cpu),
      share(cpu, given.get('cpu')),
      memoryText(memory),
      share(memory, given.get('memory')),
    ]);
  }
  for (const node of nodes) {
    const name = text(node, 'metadata', 'name');
    const known = rows.some((row) => row.name === name) || context.args.length > 0;
    if (!known) print([name, '<unknown>', '<unknown>', '<unknown>', '<unknown>']);
  }
  tabs.flush();
  return 0;
}

function runTopPod(context: CommandContext): number {
  const { flags } = context;
  const selectors = {
    labelSelector: flags.string('selector') || undefined,
    fieldSelector: flags.string('field-selector') || undefined,
  };
  checkArguments(
    context,
    [flags.string('selector'), flags.string('field-selector')],
    'only one of NAME or selector can be provided',
  );
  const namespace = context.namespace().name;
  const all = flags.bool('all-namespaces');
  const collection = all ? 'pods' : `namespaces/${encodeURIComponent(namespace)}/pods`;
  const metrics = readMetrics(context, collection, selectors);
  if (metrics.length === 0) {
    explainEmpty(context, namespace, selectors);
    context.err(all ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
    return 0;
  }
  printPods(context, metrics, all);
  return 0;
}

/** Pods without figures are too young, or the figures are missing. Models: top.verifyEmptyMetrics */
function explainEmpty(
  context: CommandContext,
  namespace: string,
  query: { readonly [name: string]: string | undefined },
): void {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const pods = items(context.client().object({ method: 'GET', path, query }), 'items');
  if (pods.length === 0) return;
  const now = context.process.machine.clock.nowMs();
  for (const pod of pods) {
    const ageMs = now - (parseTime(text(pod, 'metadata', 'creationTimestamp')) ?? now);
    if (ageMs <= CREATION_DELAY_MS) continue;
    const name = `${text(pod, 'metadata', 'namespace')}/${text(pod, 'metadata', 'name')}`;
    throw new CommandError(`Metrics not available for pod ${name}, age: ${formatDuration(ageMs)}`);
  }
  throw new CommandError('metrics not available yet');
}

function printPods(context: CommandContext, metrics: readonly JsonObject[], all: boolean): void {
  const { flags } = context;
  const byContainer = flags.bool('containers');
  const sortBy = flags.string('sort-by');
  const tabs = new TabWriter(context.out);
  const print = (cells: readonly string[]): void => tabs.write(`${cells.join('\t')}\t\n`);
  const lead = [...(all ? ['NAMESPACE'] : []), ...(byContainer ? ['POD'] : [])];
  if (!flags.bool('no-headers')) print([...lead, 'NAME', 'CPU(cores)', 'MEMORY(bytes)']);
  const rows = metrics.map((pod) => {
    const containers = items(pod, 'containers').map((each) => ({ name: text(each, 'name'), usage: usage(each) }));
    const namespace = text(pod, 'metadata', 'namespace');
    return {
      name: text(pod, 'metadata', 'name'),
      namespace,
      containers,
      usage: total(containers.map((each) => each.usage)),
    };
  });
  const inOrder =
    all && sortBy === ''
      ? [...rows].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1))
      : sorted(rows, sortBy);
  for (const row of inOrder) {
    const namespace = all ? [row.namespace] : [];
    if (!byContainer) print([...namespace, row.name, cpuText(row.usage.cpu), memoryText(row.usage.memory)]);
    else {
      for (const each of sorted(row.containers, sortBy)) {
        print([...namespace, row.name, each.name, cpuText(each.usage.cpu), memoryText(each.usage.memory)]);
      }
    }
  }
  if (flags.bool('sum')) {
    const blanks = lead.map(() => '');
    const whole = total(rows.map((row) => row.usage));
    print([...blanks, '', '________', '________']);
    print([...blanks, '', cpuText(whole.cpu), memoryText(whole.memory)]);
  }
  tabs.flush();
}
