import { describe, expect, it } from 'vitest';
import { texts } from '../../../src/engine/grader/texts.ts';

describe('what the grader says of a value', () => {
  it('names what was found and what was expected, without an ending that depends on the value', () => {
    expect(texts.found('1', '= 2')).toEqual({ en: 'Found 1; expected 2.', ko: '지금 값: 1. 기대하는 값: 2.' });
    expect(texts.found('…', '∋ two words')).toEqual({
      en: 'Found …; expected to contain two words.',
      ko: '지금 값: …. 기대하는 값: two words 포함.',
    });
    expect(texts.found('1', '∈ [2,3]').en).toBe('Found 1; expected one of [2,3].');
    expect(texts.found('1', '>= 2').ko).toBe('지금 값: 1. 기대하는 값: >= 2.');
  });
});
