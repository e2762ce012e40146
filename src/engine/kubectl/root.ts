import type { Command } from './command.ts';
import { commandGroups } from './groups.ts';
import { helpText } from './help.ts';

/** `kubectl` with its commands; without a command it prints its help. */
export function rootCommand(commands: readonly Command[]): Command {
  return {
    name: 'kubectl',
    use: '[flags]',
    short: 'kubectl controls the Kubernetes cluster manager',
    long: 'kubectl controls the Kubernetes cluster manager.\n\n Find more information at: https://kubernetes.io/docs/reference/kubectl/',
    subcommands: inKubectlOrder(commands),
    run(context) {
      context.out(helpText(context.root, ['kubectl']));
      return 0;
    },
  };
}

/** Suggestions come in the order in which kubectl knows its commands. */
function inKubectlOrder(commands: readonly Command[]): readonly Command[] {
  const order = commandGroups.flatMap((group) => group.commands);
  const rank = (command: Command): number => {
    const at = order.indexOf(command.name);
    return at < 0 ? order.length : at;
  };
  return [...commands].sort((a, b) => rank(a) - rank(b));
}
