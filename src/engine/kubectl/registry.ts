import type { Command } from './command.ts';
import { annotate } from './commands/annotate.ts';
import { apiResources, apiVersions } from './commands/api-resources.ts';
import { apply } from './commands/apply/apply.ts';
import { attachCommand } from './commands/attach.ts';
import { authCommand } from './commands/auth.ts';
import { autoscaleCommand } from './commands/autoscale.ts';
import { clusterInfo } from './commands/cluster-info.ts';
import { completeWords } from './commands/complete-words.ts';
import { completion } from './commands/completion.ts';
import { config } from './commands/config/config.ts';
import { cordonCommand, uncordonCommand } from './commands/cordon.ts';
import { cpCommand } from './commands/cp.ts';
import { create } from './commands/create/create.ts';
import { debugCommand } from './commands/debug.ts';
import { deleteCommand } from './commands/delete.ts';
import { describeCommand } from './commands/describe.ts';
import { diff } from './commands/diff.ts';
import { drainCommand } from './commands/drain.ts';
import { edit } from './commands/edit/edit.ts';
import { eventsCommand } from './commands/events.ts';
import { execCommand } from './commands/exec.ts';
import { explainCommand } from './commands/explain.ts';
import { expose } from './commands/expose.ts';
import { get } from './commands/get/get.ts';
import { help, options } from './commands/help.ts';
import { kustomizeCommand } from './commands/kustomize.ts';
import { label } from './commands/label.ts';
import { logsCommand } from './commands/logs.ts';
import { patch } from './commands/patch.ts';
import { plugin } from './commands/plugin.ts';
import { portForwardCommand } from './commands/port-forward.ts';
import { proxyCommand } from './commands/proxy.ts';
import { replace } from './commands/replace.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { run } from './commands/run/run.ts';
import { scale } from './commands/scale.ts';
import { set } from './commands/set/set.ts';
import { taintCommand } from './commands/taint.ts';
import { topCommand } from './commands/top.ts';
import { unsimulated } from './commands/unsimulated.ts';
import { version } from './commands/version.ts';
import { wait } from './commands/wait/wait.ts';
import { rootCommand } from './root.ts';

/** Every command of kubectl, in the order in which kubectl knows them. One line a command. */
export const commands: readonly Command[] = [
  kustomizeCommand,
  completeWords,
  completion,
  plugin,
  help,
  options,
  apiResources,
  apiVersions,
  clusterInfo,
  version,
  config,
  diff,
  run,
  expose,
  set,
  scale,
  replace,
  edit,
  patch,
  apply,
  annotate,
  label,
  wait,
  deleteCommand,
  get,
  create,
  rolloutCommand,
  describeCommand,
  logsCommand,
  attachCommand,
  execCommand,
  cordonCommand,
  uncordonCommand,
  drainCommand,
  eventsCommand,
  taintCommand,
  explainCommand,
  debugCommand,
  topCommand,
  authCommand,
  autoscaleCommand,
  portForwardCommand,
  cpCommand,
  proxyCommand,
  ...unsimulated,
];

/** `kubectl` itself. */
export const kubectlCommand: Command = rootCommand(commands);
