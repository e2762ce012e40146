import type { Process } from '../../shell/process/types.ts';

const DEFAULT_CONF = '/etc/nginx/conf.d/default.conf';
const TEMPLATES = '/etc/nginx/templates';

const SCRIPT = '/docker-entrypoint.sh';
const FOLDER = '/docker-entrypoint.d';
const ENABLED = `info: Enabled listen on IPv6 in ${DEFAULT_CONF}`;

/** The lines that every container of the image logs: one text for all of them. */
const lines = (...texts: readonly string[]): readonly string[] => texts.map((text) => `${text}\n`);
const BEFORE = lines(
  `${SCRIPT}: ${FOLDER}/ is not empty, will attempt to perform configuration`,
  `${SCRIPT}: Looking for shell scripts in ${FOLDER}/`,
  `${SCRIPT}: Launching ${FOLDER}/10-listen-on-ipv6-by-default.sh`,
);
const ENABLING = lines(
  `10-listen-on-ipv6-by-default.sh: info: Getting the checksum of ${DEFAULT_CONF}`,
  `10-listen-on-ipv6-by-default.sh: ${ENABLED}`,
);
const BETWEEN = lines(
  `${SCRIPT}: Sourcing ${FOLDER}/15-local-resolvers.envsh`,
  `${SCRIPT}: Launching ${FOLDER}/20-envsubst-on-templates.sh`,
);
const AFTER = lines(
  `${SCRIPT}: Launching ${FOLDER}/30-tune-worker-processes.sh`,
  `${SCRIPT}: Configuration complete; ready for start up`,
);

function listenOnIpv6(process: Process, packaged: string): string {
  const { fs } = process;
  if (!fs.exists(DEFAULT_CONF)) return `info: ${DEFAULT_CONF} is not a file or does not exist`;
  const readOnly = fs.mounts().some((mount) => mount.readOnly && DEFAULT_CONF.startsWith(mount.path));
  if (readOnly) return `info: can not modify ${DEFAULT_CONF} (read-only file system?)`;
  if (fs.read(DEFAULT_CONF) !== packaged) return `info: ${DEFAULT_CONF} differs from the packaged version`;
  return ENABLED;
}

function substituteTemplates(process: Process, say: (line: string) => void): void {
  if (!process.fs.isDirectory(TEMPLATES)) return;
  for (const name of process.fs.list(TEMPLATES).filter((entry) => entry.endsWith('.template'))) {
    const target = `/etc/nginx/conf.d/${name.slice(0, -'.template'.length)}`;
    say(`20-envsubst-on-templates.sh: Running envsubst on ${TEMPLATES}/${name} to ${target}`);
    const text = process.fs
      .read(`${TEMPLATES}/${name}`)
      .replace(/\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?/g, (whole, variable: string) => process.env.get(variable) ?? whole);
    process.fs.write(target, text);
  }
}

/** What the image's /docker-entrypoint.sh does before it starts the command: says its steps where the command is nginx. */
export function nginxEntrypoint(packagedConf: string): (process: Process) => void {
  return (process) => {
    if (process.argv[0] !== 'nginx' && process.argv[0] !== 'nginx-debug') return;
    for (const line of BEFORE) process.stdout.write(line);
    const ipv6 = listenOnIpv6(process, packagedConf);
    if (ipv6 === ENABLED) for (const line of ENABLING) process.stdout.write(line);
    else process.stdout.write(`10-listen-on-ipv6-by-default.sh: ${ipv6}\n`);
    for (const line of BETWEEN) process.stdout.write(line);
    substituteTemplates(process, (line) => process.stdout.write(`${line}\n`));
    for (const line of AFTER) process.stdout.write(line);
  };
}
