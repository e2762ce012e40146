import { describe, expect, it } from 'vitest';
import { unmet } from '../../../src/engine/grader/matcher.ts';

describe('a matcher', () => {
  it('holds for what it asks and names what does not hold', () => {
    expect(unmet({ equals: 3 }, [3])).toBeUndefined();
    expect(unmet({ equals: 3 }, ['3'])).toBeUndefined();
    expect(unmet({ equals: 'a' }, ['b'])).toBe('= a');
    expect(unmet({ equals: { a: 1, b: 2 } }, [{ b: 2, a: 1 }])).toBeUndefined();
    expect(unmet({ lessOrEqual: 1 }, [2])).toBe('≤ 1');
    expect(unmet({ greater: 1, less: 3 }, [2])).toBeUndefined();
    expect(unmet({ matches: '^nginx:' }, ['nginx:1.25'])).toBeUndefined();
    expect(unmet({ contains: 'b' }, [['a', 'b']])).toBeUndefined();
    expect(unmet({ in: ['a', 'b'] }, ['c'])).toBe('∈ ["a","b"]');
    expect(unmet({ count: 2 }, ['a', 'b'])).toBeUndefined();
    expect(unmet({ exists: true }, [])).toBe('exists');
    expect(unmet({ absent: true }, [])).toBeUndefined();
  });

  it('never takes a missing value for a match', () => {
    for (const matcher of [
      { equals: 'undefined' },
      { not: 'x' },
      { matches: '.*' },
      { less: 5 },
      { greater: 0 },
      { in: ['undefined'] },
    ]) {
      expect(unmet(matcher, [])).toBeDefined();
    }
  });

  it('without a rule asks for something true', () => {
    expect(unmet({}, [true])).toBeUndefined();
    expect(unmet({}, [false])).toBe('true');
    expect(unmet({}, [null])).toBe('true');
  });
});
