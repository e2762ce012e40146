import { result, vote, worker } from '../../apps/voting.ts';
import type { ImageDefinition } from '../../image.ts';
import { serverProgram } from '../../web/app.ts';
import { app } from './app.ts';

/** The voting app. */
export const voting: readonly ImageDefinition[] = [
  ...['examplevotingapp_vote', 'examplevotingapp_result', 'examplevotingapp_worker'].map((name) =>
    app(
      `docker.io/dockersamples/${name}`,
      ['latest', 'before', 'after'],
      name.endsWith('vote') ? serverProgram(vote) : name.endsWith('result') ? serverProgram(result) : worker,
      { base: 'debian-curl', sizeBytes: 75_000_000, path: '/usr/local/bin/app' },
    ),
  ),
  ...(['vote', 'result', 'worker'] as const).map((name) =>
    app(
      `docker.io/kodekloud/examplevotingapp_${name}`,
      ['v1', 'v2'],
      name === 'vote' ? serverProgram(vote) : name === 'result' ? serverProgram(result) : worker,
      {
        base: 'debian-curl',
        sizeBytes: 75_000_000,
        path: '/usr/local/bin/app',
      },
    ),
  ),
];
