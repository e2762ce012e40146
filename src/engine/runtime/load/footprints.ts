import type { Footprint } from '../../shell/process/machine.ts';

const MIB = 1024 * 1024;

/** What programs take by running at all: MiB of memory, thousandths of a core when nobody asks anything of them. */
const PROGRAMS: { readonly [name: string]: readonly [mib: number, idleMillis: number] } = {
  coredns: [14, 2],
  etcd: [48, 18],
  'kube-apiserver': [240, 42],
  'kube-controller-manager': [52, 14],
  'kube-proxy': [16, 1],
  'kube-scheduler': [22, 3],
  'metrics-server': [19, 3],
  apache2: [9, 1],
  'apache2-foreground': [9, 1],
  httpd: [6, 0.4],
  'httpd-foreground': [6, 0.4],
  java: [120, 3],
  mysqld: [350, 6],
  nginx: [3, 0],
  node: [38, 1],
  postgres: [24, 2],
  python: [12, 0.3],
  python3: [12, 0.3],
  'redis-server': [3, 1.5],
  bash: [1.2, 0],
};

const SMALL: Footprint = { bytes: 0.35 * MIB, idleMillis: 0 };
const known = new Map<string, Footprint>(
  Object.entries(PROGRAMS).map(([name, [mib, idleMillis]]) => [name, { bytes: mib * MIB, idleMillis }]),
);

/** An image's entry script, which ends by becoming what it is given (`exec "$@"`). */
const ENTRY_SCRIPT = 'docker-entrypoint.sh';

function programName(path: string | undefined): string {
  return path === undefined ? '' : path.slice(path.lastIndexOf('/') + 1);
}

/** What a program of this command line takes by running at all. */
export function footprintOf(argv: readonly string[]): Footprint {
  const name = programName(argv[0]);
  return known.get(name === ENTRY_SCRIPT ? programName(argv[1]) : name) ?? SMALL;
}
