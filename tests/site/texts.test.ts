import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en.ts';
import { ko } from '../../src/i18n/ko.ts';
import type { TextKey } from '../../src/i18n/text.ts';
import { languageOf, texts } from '../../src/i18n/text.ts';

const keys = Object.keys(en) as TextKey[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('the texts of the site', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(ko).sort()).toEqual([...keys].sort());
  });

  it('have the same placeholders in both languages', () => {
    for (const key of keys) expect(placeholders(ko[key]), key).toEqual(placeholders(en[key]));
  });

  it('are translated: no Korean text is the English one, but for names and bare numbers', () => {
    expect(keys.filter((key) => ko[key] === en[key])).toEqual(['run.aheadShort', 'footer.license']);
  });

  it('are all used', () => {
    const sources = readdirSync('src', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(astro|ts)$/.test(entry.name) && !entry.parentPath.includes('i18n'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const computed = /^(playground|lab\.kind)\./;
    expect(keys.filter((key) => !sources.includes(`'${key}'`) && !computed.test(key))).toEqual([]);
  });

  it('fill in what they are given and leave the rest', () => {
    const t = texts('en');
    expect(t('lesson.number', { n: 3 })).toBe('Lesson 3');
    expect(t('lesson.number')).toBe('Lesson {n}');
    expect(texts('ko')('lesson.number', { n: 3 })).toBe('3강');
  });

  it('are English for a language that the site does not have', () => {
    expect(languageOf('de')).toBe('en');
    expect(languageOf(undefined)).toBe('en');
    expect(languageOf('ko')).toBe('ko');
  });
});
