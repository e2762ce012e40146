import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { lessonFile, type lessonLanguages, lessonNames, readRecord } from '../../src/content/lesson-files.ts';
import { recordAgain } from '../../src/content/recorded-output.ts';
import { type LessonTools, runLesson } from '../../src/content/run-lesson.ts';
import { loadDescriptions } from '../../src/engine/hosts/descriptions.ts';
import { type JqWeb, jqRunner } from '../../src/engine/hosts/jq-run.ts';

/** Runs every command of every lesson in one language. A file for each language: they run side by side. */
export function runEveryLesson(language: (typeof lessonLanguages)[number]): void {
  describe(`the commands of the lessons (${language})`, () => {
    let tools: LessonTools;
    beforeAll(async () => {
      // Vitest's import makes something else of a module that is a promise.
      const jq: Promise<JqWeb> = createRequire(import.meta.url)('jq-web');
      tools = { jq: jqRunner(await jq), descriptions: await loadDescriptions() };
    });

    it.each(lessonNames(language))('%s: all do what the text says, and answer what the page prints', (name) => {
      const { file, blocks } = lessonFile(language, name);
      const { outputs, faults } = runLesson(file, blocks, tools);
      expect(faults).toEqual([]);
      expect(readRecord(name) ?? [], recordAgain(name)).toEqual(outputs);
    });
  });
}
