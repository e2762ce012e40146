import { describe, expect, it } from 'vitest';
import { pieces } from '../../../src/components/workbench/rich-text.ts';

describe('a short text of a lab', () => {
  it('has code between backticks and stress between two stars', () => {
    expect(pieces('Keep `web` **as it is**.')).toEqual([
      { is: 'text', text: 'Keep ' },
      { is: 'code', text: 'web' },
      { is: 'text', text: ' ' },
      { is: 'strong', pieces: [{ is: 'text', text: 'as it is' }] },
      { is: 'text', text: '.' },
    ]);
  });

  it('may stress code', () => {
    expect(pieces('**not `web`**')).toEqual([
      {
        is: 'strong',
        pieces: [
          { is: 'text', text: 'not ' },
          { is: 'code', text: 'web' },
        ],
      },
    ]);
  });

  it('leaves stars alone that are code or stand alone', () => {
    expect(pieces('`** x **` and * * * * *')).toEqual([
      { is: 'code', text: '** x **' },
      { is: 'text', text: ' and * * * * *' },
    ]);
    expect(pieces('')).toEqual([]);
  });

  it('is shown as it is where a mark has no partner', () => {
    expect(pieces('a ` b ** c')).toEqual([{ is: 'text', text: 'a ` b ** c' }]);
  });
});
