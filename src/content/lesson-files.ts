import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type LessonText, readLesson } from './blocks.ts';
import type { RecordedOutput } from './recorded-output.ts';

/** The languages of the lessons, as folders of src/content/lessons. */
export const lessonLanguages = ['en', 'ko'] as const;

/** The names of the lessons in a language, such as `03-pods`, in their order. Paths are from the repository's root, where scripts and tests run. */
export const lessonNames = (language: (typeof lessonLanguages)[number]): readonly string[] =>
  readdirSync(`src/content/lessons/${language}`)
    .filter((file) => file.endsWith('.mdx'))
    .map((file) => file.slice(0, -'.mdx'.length))
    .sort();

/** A lesson's file and what it holds. Throws `LessonError` for what its author has to mend. */
export function lessonFile(
  language: (typeof lessonLanguages)[number],
  name: string,
): LessonText & { readonly file: string } {
  const file = `src/content/lessons/${language}/${name}.mdx`;
  return { file, ...readLesson(file, readFileSync(file, 'utf8'), manifestFile) };
}

function manifestFile(file: string): string | undefined {
  const path = `src/content/manifests/${file}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Where a lesson's recorded outputs are. */
export const recordFile = (name: string): string => `src/content/outputs/${name}.json`;

/** A lesson's recorded outputs; undefined where there are none yet. */
export function readRecord(name: string): readonly RecordedOutput[] | undefined {
  const path = recordFile(name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as readonly RecordedOutput[]) : undefined;
}
