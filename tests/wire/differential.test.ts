import { describe, expect, it } from 'vitest';
import { noRealKubectl } from '../../scripts/real-kubectl.mjs';
import { readLists, runList } from './differential/differential.ts';

// SKIFF_DIFFERENTIAL=all runs every list, SKIFF_DIFFERENTIAL=name,name those; otherwise the short ones run.
const wanted = process.env['SKIFF_DIFFERENTIAL'] ?? '';
const lists = readLists().filter(
  ({ name, everyTime }) => wanted === 'all' || (wanted === '' ? everyTime : wanted.split(',').includes(name)),
);

// Where there is no real kubectl (other platforms), these tests say why they did not run.
describe.skipIf(noRealKubectl !== undefined)(
  `our kubectl prints what the real one prints ${noRealKubectl ?? ''}`,
  () => {
    for (const list of lists) {
      it(`in ${list.name}`, { timeout: 300_000 }, async () => {
        const { differences } = await runList(list);
        const unexpected = differences.filter(({ expected }) => expected === undefined);
        expect(unexpected.map(({ run, why }) => `$ ${run}\n${why}`).join('\n')).toBe('');
      });
    }
  },
);
