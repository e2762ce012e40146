import { type DirectoryNode, directory, type FileNode, type TreeNode } from '../cluster/files.ts';
import type { Cgroup } from '../cluster/kubelet/kernel/cgroup.ts';

const PERIOD_US = 100_000;
/** What version 1 says of memory without a limit. */
const UNLIMITED_V1 = '9223372036854771712';
const MOST_SHARES = 262_142;

const microseconds = (ms: number): number => Math.floor(ms * 1000);
const bytes = (amount: number): string => String(Math.floor(amount / 4096) * 4096);

/** cpu.shares as cgroup v2 weighs them. Models: runc ConvertCPUSharesToCgroupV2Value */
function weight(shares: number): number {
  return Math.floor(1 + ((Math.max(shares, 2) - 2) * 9999) / MOST_SHARES);
}

function quota(cgroup: Cgroup): number | undefined {
  const { cpuLimitMillis } = cgroup.limits;
  return cpuLimitMillis === undefined ? undefined : Math.max(1000, Math.floor((cpuLimitMillis * PERIOD_US) / 1000));
}

type Reading = (cgroup: Cgroup) => string;

function throttling(cgroup: Cgroup): { readonly periods: number; readonly us: number } {
  const { periods, cpuMs } = cgroup.throttling100ms();
  return { periods, us: microseconds(cpuMs) };
}

/** The unified files of cgroup v2. */
const UNIFIED: { readonly [file: string]: Reading } = {
  'cgroup.controllers': () => 'cpuset cpu io memory hugetlb pids rdma misc',
  'cpu.max': (cgroup) => `${quota(cgroup) ?? 'max'} ${PERIOD_US}`,
  'cpu.stat': (cgroup) => {
    const total = microseconds(cgroup.cpuTotalMs());
    const { periods, us } = throttling(cgroup);
    const all = cgroup.limits.cpuLimitMillis === undefined ? 0 : Math.max(periods, Math.ceil(total / PERIOD_US));
    return [
      `usage_usec ${total}`,
      `user_usec ${Math.floor(total * 0.8)}`,
      `system_usec ${total - Math.floor(total * 0.8)}`,
      `nr_periods ${all}`,
      `nr_throttled ${periods}`,
      `throttled_usec ${us}`,
    ].join('\n');
  },
  'cpu.weight': (cgroup) => String(weight(cgroup.limits.cpuShares)),
  'memory.current': (cgroup) => bytes(cgroup.memoryBytes),
  'memory.events': ({ limitHits, oomKills }) =>
    `low 0\nhigh 0\nmax ${limitHits}\noom ${limitHits}\noom_kill ${oomKills}\noom_group_kill 0`,
  'memory.max': ({ limits }) => (limits.memoryLimitBytes === undefined ? 'max' : bytes(limits.memoryLimitBytes)),
  'memory.peak': (cgroup) => bytes(cgroup.peakBytes),
  'memory.stat': (cgroup) => `anon ${bytes(cgroup.memoryBytes)}\nfile 0`,
  'memory.swap.max': () => '0',
};

/** The files of cgroup v1's memory and cpu controllers, as the recorded nodes have them. */
const MEMORY: { readonly [file: string]: Reading } = {
  'memory.failcnt': ({ limitHits }) => String(limitHits),
  'memory.limit_in_bytes': ({ limits }) =>
    limits.memoryLimitBytes === undefined ? UNLIMITED_V1 : bytes(limits.memoryLimitBytes),
  'memory.max_usage_in_bytes': (cgroup) => bytes(cgroup.peakBytes),
  'memory.oom_control': ({ oomKills }) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${oomKills}`,
  'memory.usage_in_bytes': (cgroup) => bytes(cgroup.memoryBytes),
};
const CPU: { readonly [file: string]: Reading } = {
  'cpu.cfs_period_us': () => String(PERIOD_US),
  'cpu.cfs_quota_us': (cgroup) => String(quota(cgroup) ?? -1),
  'cpu.shares': ({ limits }) => String(limits.cpuShares),
  'cpu.stat': (cgroup) => {
    const { periods, us } = throttling(cgroup);
    return `nr_periods ${periods}\nnr_throttled ${periods}\nthrottled_time ${us * 1000}`;
  },
  'cpuacct.usage': (cgroup) => String(microseconds(cgroup.cpuTotalMs()) * 1000),
};

function reading(cgroup: Cgroup, read: Reading): FileNode {
  return {
    type: 'file',
    get content() {
      return `${read(cgroup)}\n`;
    },
    set content(_text) {},
    mode: 0o444,
    modifiedMs: 0,
  };
}

function fill(into: DirectoryNode, cgroup: Cgroup, files: { readonly [file: string]: Reading }): DirectoryNode {
  for (const [name, read] of Object.entries(files)) into.entries.set(name, reading(cgroup, read));
  return into;
}

/** `/sys/fs/cgroup` of a container: what its control group is set to and has used, worked out when it is read. Made when somebody looks. */
export function cgroupDirectory(cgroup: Cgroup): DirectoryNode {
  let entries: Map<string, TreeNode> | undefined;
  return {
    type: 'directory',
    get entries() {
      if (entries === undefined) {
        const made = fill(directory(0, 0o555), cgroup, UNIFIED);
        made.entries.set('memory', fill(directory(0, 0o555), cgroup, MEMORY));
        made.entries.set('cpu', fill(directory(0, 0o555), cgroup, CPU));
        entries = made.entries;
      }
      return entries;
    },
    mode: 0o555,
    modifiedMs: 0,
  };
}
