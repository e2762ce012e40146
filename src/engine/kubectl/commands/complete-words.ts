import type { Command } from '../command.ts';
import { completeKubectl } from '../complete.ts';

/** `kubectl __complete WORD…`: what could follow, a line each; the completion scripts ask it. */
export const completeWords: Command = {
  name: '__complete',
  use: '[command-line]',
  short: 'Request shell completion choices for the specified command-line',
  hidden: true,
  disableFlagParsing: true,
  run(context) {
    const { args, root, process } = context;
    const words = args.length === 0 ? [''] : args;
    for (const { text } of completeKubectl(words, words.length - 1, { root, process })) context.out(`${text}\n`);
    return 0;
  },
};
