import { describe, expect, it } from 'vitest';
import { judgedAnswer } from '../../../src/engine/grader/answer-number.ts';

const pods = { en: 'How many Pods are there?', ko: '파드는 몇 개인가요?' };
const seconds = { en: 'After how many seconds is it asked again in a minute?', ko: '1분 안에 몇 초 만에 다시 묻나요?' };
const code = { en: 'With which exit code did it end?', ko: '어떤 종료 코드로 끝났나요?' };

describe('an answer where a number is wanted', () => {
  it.each([
    ['3', pods, '3'],
    ['3개', pods, '3'],
    ['3 개', pods, '3'],
    ['3개예요', pods, '3'],
    ['3개요.', pods, '3'],
    ['3 Pods', pods, '3'],
    ['3 pod', pods, '3'],
    ['57번', code, '57'],
    ['57번이에요', code, '57'],
    ['57.', code, '57'],
    ['2초', seconds, '2'],
    ['2 seconds', seconds, '2'],
    ['0.5초', seconds, '0.5'],
  ])('may name what is counted, or the unit that is asked for: %s', (answer, ask, judged) => {
    expect(judgedAnswer(answer, ask, { equals: 3 })).toBe(judged);
  });

  it.each([
    ['2분', seconds],
    ['2 minutes', seconds],
    ['3초', pods],
    ['3 nodes', pods],
    ['세 개', pods],
    ['3개 4개', pods],
    ['404 Not Found', code],
  ])('stays as it is with anything else behind the number: %s', (answer, ask) => {
    expect(judgedAnswer(answer, ask, { equals: 3 })).toBe(answer);
  });

  it.each([
    [{ equals: '57' }, '3'],
    [{ in: [3, '4'] }, '3'],
    [{ greater: 2, less: 5 }, '3'],
    [{ equals: 'worker-3' }, '3개'],
    [{ in: [3, 'none'] }, '3개'],
    [{ matches: '^3개$' }, '3개'],
    [{ equals: 3, matches: '개' }, '3개'],
  ])('is told by what is wanted: %j', (matcher, judged) => {
    expect(judgedAnswer('3개', pods, matcher)).toBe(judged);
  });
});
