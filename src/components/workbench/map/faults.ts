import { type Fault, faultKey } from '../../../engine/cluster/faults/fault.ts';
import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';

/** MiB that stay free when the map fills a node's memory: below the kubelet's threshold of 100. */
const LEAVE_MI = 60;
const SLOW_SECONDS = 60;
const EXIT_CODE = 1;

/** What can be made to go wrong with an object, in the order in which the menu shows it. */
export function faultsFor(item: MapItem): readonly Fault[] {
  if (item.resource === 'nodes') {
    const node = item.name;
    return [
      { kind: 'stop-node', node },
      { kind: 'cut-node', node },
      { kind: 'fill-memory', node, leaveMi: LEAVE_MI },
    ];
  }
  if (item.resource !== 'pods') return [];
  const { namespace, name: pod } = item;
  const images = [...new Set(item.containers.map(({ image }) => image))];
  return [
    ...item.containers
      .filter(({ state }) => state === 'running')
      .map(({ name: container }): Fault => ({ kind: 'kill-process', namespace, pod, container })),
    ...images.map((image): Fault => ({ kind: 'crash-image', image, exitCode: EXIT_CODE })),
    ...images.map((image): Fault => ({ kind: 'slow-pull', image, seconds: SLOW_SECONDS })),
  ];
}

/** What goes wrong in the whole cluster, whichever object is looked at. */
export const CLUSTER_FAULTS: readonly Fault[] = [
  { kind: 'break-dns', how: 'servfail' },
  { kind: 'break-dns', how: 'timeout' },
];

/** What the menu offers to do. */
export function faultAction({ t }: Context, fault: Fault): string {
  switch (fault.kind) {
    case 'stop-node':
      return t('wb.fault.stopNode');
    case 'cut-node':
      return t('wb.fault.cutNode');
    case 'fill-memory':
      return t('wb.fault.fillMemory', { n: fault.leaveMi });
    case 'kill-process':
      return t('wb.fault.killProcess', { name: fault.container });
    case 'crash-image':
      return t('wb.fault.crashImage', { name: fault.image, n: fault.exitCode });
    case 'slow-pull':
      return t('wb.fault.slowPull', { name: fault.image, n: fault.seconds });
    case 'break-dns':
      return t(fault.how === 'servfail' ? 'wb.fault.dnsServfail' : 'wb.fault.dnsTimeout');
  }
}

/** What is wrong now. */
export function faultState(context: Context, fault: Fault): string {
  const { t } = context;
  switch (fault.kind) {
    case 'stop-node':
      return t('wb.fault.isStopped', { name: fault.node });
    case 'cut-node':
      return t('wb.fault.isCut', { name: fault.node });
    case 'fill-memory':
      return t('wb.fault.isFilled', { name: fault.node });
    case 'kill-process':
      return faultAction(context, fault);
    case 'crash-image':
      return t('wb.fault.isCrashing', { name: fault.image });
    case 'slow-pull':
      return t('wb.fault.isSlow', { name: fault.image, n: fault.seconds });
    case 'break-dns':
      return t(fault.how === 'servfail' ? 'wb.fault.isServfail' : 'wb.fault.isTimeout');
  }
}

/** The fault that is active and about the same thing, if any. */
export function activeLike(active: readonly Fault[], fault: Fault): Fault | undefined {
  return active.find((each) => faultKey(each) === faultKey(fault));
}

/** The faults that last now, and what to do about them. */
export class FaultsModel {
  private activeNow: readonly Fault[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(private readonly context: Context) {
    const { port } = context;
    port.onBegin(() => this.set([]));
    port.on('faults', ({ active }) => this.set(active));
  }

  get active(): readonly Fault[] {
    return this.activeNow;
  }

  onChange(changed: () => void): void {
    this.listeners.add(changed);
  }

  make(fault: Fault): void {
    this.context.port.input({ do: 'fault', fault });
  }

  /** null: all. */
  heal(fault: Fault | null): void {
    this.context.port.input({ do: 'heal', fault });
  }

  private set(active: readonly Fault[]): void {
    this.activeNow = active;
    for (const listener of this.listeners) listener();
  }
}
