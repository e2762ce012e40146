import type { RecordedOutput } from '../../content/recorded-output.ts';
import { outputsOf } from '../../content/recorded-output.ts';
import { lessonName } from './lesson-of.ts';

const records = import.meta.glob<readonly RecordedOutput[]>('/src/content/outputs/*.json', {
  import: 'default',
  eager: true,
});

/** What the commands of a lesson's block answered when they were recorded. Throws the command to record them with. */
export function recordedOutputs(
  filePath: string | undefined,
  block: number | undefined,
  commands: readonly string[],
): readonly string[] {
  const name = lessonName(filePath);
  return outputsOf(name, records[`/src/content/outputs/${name}.json`], block ?? -1, commands);
}
