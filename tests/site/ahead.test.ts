import { describe, expect, it } from 'vitest';
import { aheadOf } from '../../src/components/lesson/ahead.ts';

describe('the time that passes before a command', () => {
  it('is what its author wrote, in the words of the language', () => {
    expect(aheadOf('90s', 'en')).toEqual({ waitMs: 90_000, time: '90 sec' });
    expect(aheadOf('90s', 'ko')).toEqual({ waitMs: 90_000, time: '90초' });
    expect(aheadOf('5m', 'en').time).toBe('5 min');
    expect(aheadOf('60s', 'ko').time).toBe('1분');
  });

  it('is not spoken of where it is short', () => {
    expect(aheadOf('3s', 'en')).toEqual({ waitMs: 3_000, time: undefined });
    expect(aheadOf(undefined, 'en')).toEqual({ waitMs: 0, time: undefined });
  });
});
