import type { Command } from './command.ts';
import { helpText } from './help.ts';

/** `kubectl` with its commands; without a command it prints its help. */
export function rootCommand(commands: readonly Command[]): Command {
  return {
    name: 'kubectl',
    use: '[flags]',
    short: 'kubectl controls the Kubernetes cluster manager',
    long: 'kubectl controls the Kubernetes cluster manager.\n\n Find more information at: https://kubernetes.io/docs/reference/kubectl/',
    subcommands: commands,
    run(context) {
      context.out(helpText(context.root, ['kubectl']));
      return 0;
    },
  };
}
