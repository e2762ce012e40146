import type { Process } from '../../shell/process/types.ts';
import { CommandError } from '../errors.ts';

/** Building a kustomization is not simulated: it is refused with the reason. */
export function kustomize(_process: Process, folder: string): string {
  throw new CommandError(
    `kustomize is not simulated by Skiff: apply the files of "${folder}" with -f, or render them elsewhere first`,
  );
}
