import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { whatItDoes } from '../../src/content/cheat-sheet/what-it-does.ts';
import { glossary } from '../../src/content/glossary/glossary.ts';
import { sourceNotes } from '../../src/content/notes/notes.ts';
import { ko } from '../../src/i18n/ko.ts';

/** Where a text stands, and the text. */
type Text = readonly [where: string, text: string];

/** What is a program's own: fences, code between backticks, and what an attribute runs or shows. */
const notOurs = /```[\s\S]*?```|`[^`\n]*`|\b(?:commands?|expect|expression)=(?:"[^"]*"|'[^']*'|\{[^}]*\})/g;

/** -ㅂ니다, -ㅂ니까 and -십시오 end a sentence formally; 아니다 and 그러니까 have no ㅂ below. */
function formalEndings(text: string): string[] {
  const found = text.replace(notOurs, '').matchAll(/([가-힣])(?:니다|니까)|(?:으)?십시오/g);
  return [...found]
    .filter(([, before]) => before === undefined || (before.charCodeAt(0) - 0xac00) % 28 === 17)
    .map(String);
}

/** Two particles at once, as in 을(를): the words of a text are chosen so that one is right whatever is put in. */
const doubledParticles = (text: string): string[] =>
  text
    .replace(notOurs, '')
    .match(/을\(를\)|를\(을\)|이\(가\)|가\(이\)|은\(는\)|는\(은\)|\(으\)로|와\(과\)|과\(와\)|\(이\)/g) ?? [];

/** Every text under a key `ko`, however deep it lies. */
function koreanIn(where: string, value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): Text[] =>
    key === 'ko' && typeof inner === 'string' ? [[where, inner]] : koreanIn(`${where} ${key}`, inner),
  );
}

const lessonFolder = 'src/content/lessons/ko';
const lessons = readdirSync(lessonFolder).map((name): Text => [name, readFileSync(`${lessonFolder}/${name}`, 'utf8')]);
const labs = readdirSync('labs', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => koreanIn(name, parse(readFileSync(`labs/${name}/lab.yaml`, 'utf8'))));
const tables: Text[] = [
  ...Object.entries(ko),
  ...glossary.flatMap(({ entries }) => entries.map(({ id, ko: { text } }): Text => [id, text])),
  ...koreanIn('cheat sheet', whatItDoes),
  ...koreanIn('notes', sourceNotes),
];
const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(astro|ts)$/.test(entry.name))
  .map(
    (entry): Text => [`${entry.parentPath}/${entry.name}`, readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')],
  );

const wrong = (texts: readonly Text[], fault: (text: string) => string[]) =>
  texts.flatMap(([where, text]) => fault(text).map((what) => `${where}: ${what}`));

describe('the Korean of the site', () => {
  it('is looked for where it is', () => {
    expect(Math.min(lessons.length, labs.length, tables.length, sources.length)).toBeGreaterThan(20);
  });

  it.each([
    ['the texts of the interface', tables],
    ['the sources', sources],
    ['the lessons', lessons],
    ['the labs', labs],
  ])('speaks with one voice, 해요체, in %s', (_name, texts) => {
    expect(wrong(texts, formalEndings)).toEqual([]);
  });

  it('leaves no choice of particles to the reader', () => {
    expect(
      wrong(
        [...tables, ...lessons, ...labs, ...sources.filter(([where]) => !where.includes('/i18n/'))],
        doubledParticles,
      ),
    ).toEqual([]);
  });

  it('knows a formal ending when it sees one, and what is not one', () => {
    expect(formalEndings('파드가 없습니다. 무엇입니까? 해 보십시오. 끝납니다').length).toBe(4);
    expect(formalEndings('그러니까 괜찮아요. 사실이 아니다. `있습니다`라고 나와요.')).toEqual([]);
    expect(doubledParticles('{name}을(를) 지우고 {url}(으)로')).toEqual(['을(를)', '(으)로']);
  });
});
