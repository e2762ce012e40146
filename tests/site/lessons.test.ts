import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lessonPlace, readFrontMatter } from '../../src/content/front-matter.ts';
import { isTermId } from '../../src/content/glossary/ids.ts';
import { lessonFile } from '../../src/content/lesson-files.ts';

const names = (language: string) => readdirSync(`src/content/lessons/${language}`).sort();

const lessons = ['en', 'ko'].flatMap((language) =>
  names(language).map((name) => {
    const file = `src/content/lessons/${language}/${name}`;
    const source = readFileSync(file, 'utf8');
    const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
    return { ...lessonPlace(`${language}/${name}`), file, body, about: readFrontMatter(file, parse(head)) };
  }),
);

/** What a reader would notice if the other language lacked it: headings, blocks and what is said of them, labs, terms, boxes, code. */
const known = new Map<string, ReturnType<typeof read>>();
const structure = (file: string, body: string) => {
  const found = known.get(file) ?? read(file, body);
  known.set(file, found);
  return found;
};

const read = (file: string, body: string) => {
  const name = file.replace(/^.*\/|\.mdx$/g, '');
  const { blocks, headings, terms, labs } = lessonFile(file.includes('/ko/') ? 'ko' : 'en', name);
  return {
    headings: headings.map(({ depth }) => depth),
    components: body.match(/<(?:Run|Manifest|Predict|Quiz|Playground|Explain|Figure|Lab)\b/g) ?? [],
    blocks: blocks.map(({ line: _line, ...block }) => block),
    labs,
    terms: terms.map(({ id }) => id).sort(),
    asides: body.match(/^:::\w+/gm) ?? [],
    fences: body.match(/^```\w+/gm) ?? [],
  };
};

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

  it.each(names('en').filter((name) => names('ko').includes(name)))('%s is built alike in both languages', (name) => {
    const of = (language: string) => {
      const lesson = lessons.find((each) => each.file === `src/content/lessons/${language}/${name}`);
      return structure(lesson?.file ?? '', lesson?.body ?? '');
    };
    const [en, ko] = [of('en'), of('ko')];
    for (const part of ['headings', 'components', 'asides', 'fences', 'labs', 'terms'] as const)
      expect(ko[part], part).toEqual(en[part]);
    for (const [at, block] of en.blocks.entries()) expect(ko.blocks[at], `block ${at}`).toEqual(block);
  });

  it('show every lab that they name, and name every lab that they show', () => {
    const shown = lessons.map(({ file, body, about }) => ({
      file,
      named: [...about.labs].sort(),
      shown: structure(file, body).labs.toSorted(),
    }));
    expect(shown.filter(({ named, shown: labs }) => named.join() !== labs.join())).toEqual([]);
  });

  it('link to terms that the glossary has', () => {
    const unknown = lessons.flatMap(({ file, body }) =>
      structure(file, body)
        .terms.filter((id) => !isTermId(id))
        .map((id) => `${file}: <Term id="${id}">`),
    );
    expect(unknown).toEqual([]);
  });

  it('have every manifest and every recorded output that there is', () => {
    const names = new Set(lessons.map(({ file }) => file.replace(/^.*\/|\.mdx$/g, '')));
    const records = readdirSync('src/content/outputs').map((file) => file.replace(/\.json$/, ''));
    expect(records.filter((name) => !names.has(name))).toEqual([]);
    const manifests = readdirSync('src/content/manifests', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.yaml'),
    );
    expect(manifests.filter((path) => !lessons.some(({ body }) => body.includes(`<Manifest file="${path}"`)))).toEqual(
      [],
    );
    expect(manifests.filter((path) => /(^|\s)#/m.test(readFileSync(`src/content/manifests/${path}`, 'utf8')))).toEqual(
      [],
    );
  });
});
