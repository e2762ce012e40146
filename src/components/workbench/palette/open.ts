import '../../../i18n/late.ts';
import type { Context } from '../context.ts';
import { type BenchActions, benchCommands } from './bench-commands.ts';
import { openPalette } from './palette.ts';

/** Opens the list of everything that can be done in a workbench. */
export function openBenchPalette(root: HTMLElement, context: Context, actions: BenchActions): void {
  openPalette(root, context.t, benchCommands(context, actions));
}
