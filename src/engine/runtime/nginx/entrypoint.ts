import type { Process } from '../../shell/process/types.ts';

const DEFAULT_CONF = '/etc/nginx/conf.d/default.conf';
const TEMPLATES = '/etc/nginx/templates';

function listenOnIpv6(process: Process, packaged: string): string {
  const { fs } = process;
  if (!fs.exists(DEFAULT_CONF)) return `info: ${DEFAULT_CONF} is not a file or does not exist`;
  const readOnly = fs.mounts().some((mount) => mount.readOnly && DEFAULT_CONF.startsWith(mount.path));
  if (readOnly) return `info: can not modify ${DEFAULT_CONF} (read-only file system?)`;
  if (fs.read(DEFAULT_CONF) !== packaged) return `info: ${DEFAULT_CONF} differs from the packaged version`;
  return `info: Enabled listen on IPv6 in ${DEFAULT_CONF}`;
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
    const say = (line: string): void => process.stdout.write(`${line}\n`);
    const script = '/docker-entrypoint.sh';
    const folder = '/docker-entrypoint.d';
    say(`${script}: ${folder}/ is not empty, will attempt to perform configuration`);
    say(`${script}: Looking for shell scripts in ${folder}/`);
    say(`${script}: Launching ${folder}/10-listen-on-ipv6-by-default.sh`);
    const ipv6 = listenOnIpv6(process, packagedConf);
    if (ipv6.includes('Enabled')) say(`10-listen-on-ipv6-by-default.sh: info: Getting the checksum of ${DEFAULT_CONF}`);
    say(`10-listen-on-ipv6-by-default.sh: ${ipv6}`);
    say(`${script}: Sourcing ${folder}/15-local-resolvers.envsh`);
    say(`${script}: Launching ${folder}/20-envsubst-on-templates.sh`);
    substituteTemplates(process, say);
    say(`${script}: Launching ${folder}/30-tune-worker-processes.sh`);
    say(`${script}: Configuration complete; ready for start up`);
  };
}
