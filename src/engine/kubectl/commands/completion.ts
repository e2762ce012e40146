import type { Command } from '../command.ts';
import { CommandError, usageError } from '../errors.ts';

const SHELLS = ['bash', 'fish', 'powershell', 'zsh'];

/** `kubectl completion`: a script that asks kubectl itself, by `kubectl __complete`. */
export const completion: Command = {
  name: 'completion',
  use: 'SHELL',
  short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  run(context) {
    const [shell, ...more] = context.args;
    if (shell === undefined) throw usageError(context.commandPath, 'Shell not specified.');
    if (more.length > 0) throw usageError(context.commandPath, 'Too many arguments. Expected only the shell type.');
    if (!SHELLS.includes(shell))
      throw usageError(context.commandPath, `Unsupported shell type ${JSON.stringify(shell)}.`);
    if (shell !== 'bash') {
      throw new CommandError(
        `completion for ${shell} is not simulated by Skiff: the terminal here completes by itself`,
      );
    }
    context.out(bashScript);
    return 0;
  },
};

const bashScript = `
# bash completion for kubectl: the terminal asks kubectl what could follow.
__kubectl_complete() {
  COMPREPLY=( $(kubectl __complete "\${COMP_WORDS[@]:1:\${COMP_CWORD}}" 2>/dev/null) )
}
complete -o default -F __kubectl_complete kubectl
complete -o default -F __kubectl_complete k
`;
