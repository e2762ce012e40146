import type { Task } from '../../shell/process/types.ts';
import type { ImageDefinition } from '../image.ts';
import { waitForSignal } from '../web/signals.ts';
import { once, programsOf } from './programs.ts';
import { singleProgramRoot } from './root-tree.ts';

/** `pause`: waits for a signal, as the container that holds a pod's network does. */
export const pause: ImageDefinition = {
  repository: 'registry.k8s.io/pause',
  tags: ['3.10', '3.10.1', '3.9', '3.8', '3.7', '3.6', '3.5', '3.2', '3.1'],
  sizeBytes: 320_000,
  entrypoint: ['/pause'],
  command: [],
  env: [],
  workingDir: '/',
  stopSignal: 15,
  files: once(() => singleProgramRoot('pause')),
  programs: once(() =>
    programsOf(new Map(), {
      pause: function* (process): Task<number> {
        const signal = yield* waitForSignal(process, [15, 2]);
        process.stderr.write(`Shutting down, got signal: ${signal === 15 ? 'Terminated' : 'Interrupt'}\n`);
        return 0;
      },
    }),
  ),
};
