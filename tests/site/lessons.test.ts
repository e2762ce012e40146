import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lessonPlace, readFrontMatter } from '../../src/content/front-matter.ts';

const names = (language: string) => readdirSync(`src/content/lessons/${language}`).sort();

const lessons = ['en', 'ko'].flatMap((language) =>
  names(language).map((name) => {
    const file = `src/content/lessons/${language}/${name}`;
    const source = readFileSync(file, 'utf8');
    const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
    return { ...lessonPlace(`${language}/${name}`), file, body, about: readFrontMatter(file, parse(head)) };
  }),
);

/** What a reader would notice if the other language lacked it: components, headings, code, commands. */
const structure = (body: string) => ({
  headings: body.match(/^#{2,4} /gm) ?? [],
  components: body.match(/<(?:Run|Predict|Quiz|Playground)\b/g) ?? [],
  asides: body.match(/^:::\w+/gm) ?? [],
  commands: [...body.matchAll(/\bcommand="([^"]*)"/g)].map(([, command]) => command),
  fences: body.match(/^```\w+/gm) ?? [],
});

describe('the lessons', () => {
  it('exist in both languages under the same names', () => {
    expect(names('ko')).toEqual(names('en'));
  });

  it('name labs that exist', () => {
    const missing = lessons.flatMap(({ file, about }) =>
      about.labs.filter((lab) => !existsSync(`labs/${lab}/lab.yaml`)).map((lab) => `${file}: no labs/${lab}/lab.yaml`),
    );
    expect(missing).toEqual([]);
  });

  it('build on lessons that exist and come before', () => {
    const wrong = lessons.flatMap(({ file, about, language }) =>
      about.needs
        .filter(
          (slug) =>
            !lessons.some((other) => other.language === language && other.slug === slug && other.order < about.order),
        )
        .map((slug) => `${file}: needs ${slug}`),
    );
    expect(wrong).toEqual([]);
  });

  it('say the same about themselves in both languages, words apart', () => {
    const facts = (language: string) =>
      lessons
        .filter((lesson) => lesson.language === language)
        .map(({ slug, about: { title: _title, summary: _summary, ...rest } }) => ({ slug, ...rest }));
    expect(facts('ko')).toEqual(facts('en'));
  });

  it('are built alike in both languages', () => {
    const shape = (language: string) =>
      lessons.filter((lesson) => lesson.language === language).map(({ slug, body }) => ({ slug, ...structure(body) }));
    expect(shape('ko')).toEqual(shape('en'));
  });
});
