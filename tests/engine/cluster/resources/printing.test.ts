import { describe, expect, it } from 'vitest';
import {
  formatSelector,
  matchesSelector,
  selectorText,
} from '../../../../src/engine/cluster/resources/label-selector.ts';
import { ageText, humanDuration } from '../../../../src/engine/cluster/resources/printing/duration.ts';
import { longList } from '../../../../src/engine/cluster/resources/printing/long-list.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a length of time', () => {
  it.each([
    [0, '0s'],
    [119 * SECOND, '119s'],
    [120 * SECOND, '2m'],
    [9 * MINUTE + 59 * SECOND, '9m59s'],
    [10 * MINUTE + 5 * SECOND, '10m'],
    [179 * MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [7 * HOUR + 5 * MINUTE, '7h5m'],
    [47 * HOUR, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + 3 * HOUR, '2d3h'],
    [9 * DAY, '9d'],
    [2 * 365 * DAY + 5 * DAY, '2y5d'],
    [9 * 365 * DAY, '9y'],
    [-1.5 * SECOND, '0s'],
    [-2 * SECOND, '<invalid>'],
  ])('of %d ms reads %s', (milliseconds, text) => {
    expect(humanDuration(milliseconds)).toBe(text);
  });

  it('since a time that is not known reads <unknown>', () => {
    expect(ageText(null, 0)).toBe('<unknown>');
    expect(ageText('1970-01-01T00:00:10Z', 30 * SECOND)).toBe('20s');
  });
});

describe('a label selector', () => {
  it('absent matches nothing, empty everything', () => {
    expect(matchesSelector(undefined, { a: 'b' })).toBe(false);
    expect(matchesSelector({}, undefined)).toBe(true);
  });

  it('matches by all its requirements', () => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['front', 'back'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'zone', operator: 'NotIn', values: ['c'] },
      ],
    };
    expect(matchesSelector(selector, { app: 'web', tier: 'front' })).toBe(true);
    expect(matchesSelector(selector, { app: 'web', tier: 'front', old: '' })).toBe(false);
    expect(matchesSelector(selector, { app: 'web', tier: 'other' })).toBe(false);
    expect(matchesSelector(selector, { app: 'web', tier: 'back', zone: 'c' })).toBe(false);
    expect(selectorText(selector)).toBe('app=web,!old,tier in (back,front),zone notin (c)');
  });

  it('prints as tables show it', () => {
    expect(formatSelector(undefined)).toBe('<none>');
    expect(formatSelector({})).toBe('<none>');
    expect(formatSelector({ matchLabels: { b: '2', a: '1' } })).toBe('a=1,b=2');
  });
});

it('a list of addresses shows three and counts the rest', () => {
  expect(longList(['a', 'b', 'c', 'd', 'e'], '<unset>')).toBe('a,b,c + 2 more...');
  expect(longList([], '<unset>')).toBe('<unset>');
});
