import type { Program } from '../shell/process/types.ts';
import type { ArgumentCompleter } from '../shell/terminal/completion.ts';
import { withDescriptions } from './commands/explain.ts';
import { type CompleterOptions, kubectlCompleter } from './completer.ts';
import type { DescriptionSource } from './explain/descriptions.ts';
import { kubectlProgram } from './kubectl.ts';
import { kubectlCommand } from './registry.ts';

/** `kubectl` with all its commands; `descriptions` brings the texts of `kubectl explain`. */
export function kubectlWith(descriptions: DescriptionSource | undefined): Program {
  return kubectlProgram(descriptions === undefined ? kubectlCommand : withDescriptions(kubectlCommand, descriptions));
}

/** Tab completion of the arguments of `kubectlWith`. */
export function kubectlArguments(options: Omit<CompleterOptions, 'root'>): ArgumentCompleter {
  return kubectlCompleter({ ...options, root: kubectlCommand });
}
