import { beforeAll, describe, expect, it } from 'vitest';
import { lessonFile, type lessonLanguages, lessonNames, readRecord } from '../../src/content/lesson-files.ts';
import { recordAgain } from '../../src/content/recorded-output.ts';
import { type LessonTools, runLesson } from '../../src/content/run-lesson.ts';
import { loadDescriptions } from '../../src/engine/hosts/descriptions.ts';
import { realJq } from '../engine/real-jq.ts';

/** Runs every command of every lesson in one language. A file for each language: they run side by side. */
export function runEveryLesson(language: (typeof lessonLanguages)[number]): void {
  describe(`the commands of the lessons (${language})`, () => {
    let tools: LessonTools;
    beforeAll(async () => {
      tools = { jq: await realJq(), descriptions: await loadDescriptions() };
    });

    it.each(lessonNames(language))('%s: all do what the text says, and answer what the page prints', (name) => {
      const { file, blocks } = lessonFile(language, name);
      const { outputs, faults } = runLesson(file, blocks, tools);
      expect(faults).toEqual([]);
      expect(readRecord(name) ?? [], recordAgain(name)).toEqual(outputs);
    });
  });
}
