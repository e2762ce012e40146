import { describe, expect, it } from 'vitest';
import { lessonPlace, readFrontMatter } from '../../src/content/front-matter.ts';

const good = {
  title: 'Pods',
  summary: 'Run a Pod.',
  order: 3,
  minutes: 15,
  kubernetesVersion: '1.36',
  follows: ['000', '001'],
  needs: [],
  labs: ['03-pods'],
};

const file = 'src/content/lessons/en/03-pods.mdx';
const without = (key: keyof typeof good) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== key));

describe('a lesson’s front matter', () => {
  it('is read when it is whole', () => {
    expect(readFrontMatter(file, good)).toEqual(good);
  });

  it('may leave the lists out', () => {
    const { follows, needs, labs } = readFrontMatter(file, {
      ...without('follows'),
      needs: undefined,
      labs: undefined,
    });
    expect([follows, needs, labs]).toEqual([[], [], []]);
  });

  it('names the file, the field and what to write for every mistake', () => {
    expect(() => readFrontMatter(file, { ...without('title'), minutes: 'ten' })).toThrow(
      [
        `${file}: the front matter needs mending`,
        '  title: write the lesson’s title, such as: title: Pods',
        '  minutes: write how long the lesson takes in whole minutes, 1 to 90, such as: minutes: 15',
      ].join('\n'),
    );
  });

  it.each([
    ['an empty title', { ...good, title: ' ' }, 'title: write the lesson’s title'],
    [
      'a version that YAML made a number',
      { ...good, kubernetesVersion: 1.3 },
      'kubernetesVersion: write major and minor version in quotes',
    ],
    [
      'notes that YAML made numbers',
      { ...good, follows: [1] },
      'follows: write the source notes as a list of three digits in quotes',
    ],
    ['one lab that is not a list', { ...good, labs: '03-pods' }, 'labs: write the lesson’s labs as a list'],
    ['a lesson of a whole day', { ...good, minutes: 480 }, 'minutes: write how long'],
    ['half a minute', { ...good, minutes: 0.5 }, 'minutes: write how long'],
    ['a misspelt field', { ...good, sumary: 'x' }, 'sumary: no such field; there are title, summary, order'],
    [
      'a number that is not the file’s',
      { ...good, order: 4 },
      'order: the file’s name begins with 03, the front matter says 4',
    ],
    ['nothing at all', undefined, 'the front matter needs mending'],
  ])('refuses %s', (_, found, message) => {
    expect(() => readFrontMatter(file, found)).toThrow(message);
  });
});

describe('a lesson’s file name', () => {
  it('tells language, order and slug', () => {
    expect(lessonPlace('ko/11-jsonpath-and-jq.mdx')).toEqual({ language: 'ko', order: 11, slug: 'jsonpath-and-jq' });
  });

  it.each(['pods.mdx', 'en/pods.mdx', 'en/3-pods.mdx', 'de/03-pods.mdx', 'en/03-Pods.mdx', 'en/more/03-pods.mdx'])(
    'is refused where it is %s',
    (name) => {
      expect(() => lessonPlace(name)).toThrow(`src/content/lessons/${name}: name a lesson by its number and its slug`);
    },
  );
});
