import { chroot } from '../../shell/commands/chroot.ts';
import { type CommandDefinition, commandProgram } from '../../shell/commands/command.ts';
import type { Program } from '../../shell/process/types.ts';
import { crictl } from './crictl/crictl.ts';
import { journalctl } from './journalctl.ts';
import type { NodeHost } from './node-host.ts';
import { free, sudo, top } from './system-tools.ts';
import { systemctl } from './systemctl.ts';

const TOOLS: { readonly [name: string]: (host: NodeHost) => CommandDefinition } = {
  systemctl,
  journalctl,
  crictl,
  chroot: () => chroot,
  free,
  top,
  sudo: () => sudo,
};

/** The program of a tool that looks at its node. Throws for a name that no node has. */
export function nodeTool(name: string, host: NodeHost): Program {
  const tool = TOOLS[name];
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return commandProgram(tool(host), 'gnu');
}
