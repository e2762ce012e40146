import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figure, readBenchmarks } from '../../src/components/site/benchmarks.ts';
import { alike } from '../../src/components/site/not-found-client.ts';

describe('the numbers of the about page', () => {
  const { date, figures } = readBenchmarks(readFileSync('docs/benchmarks.md', 'utf8'));

  it('are those of docs/benchmarks.md, with their day', () => {
    expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(figure(figures, 'engine-boot-ms')).toMatch(/^\d/);
    expect(figures.size).toBeGreaterThan(8);
  });

  it('do not build where one is missing', () => {
    expect(() => figure(figures, 'nothing-ms')).toThrow('no figure nothing-ms');
    expect(() => readBenchmarks('| `a-ms` | what | 3 | – |')).toThrow('when it was measured');
  });
});

describe('an address that leads nowhere', () => {
  it('is like the page that was meant, and not like another', () => {
    expect(alike('pod', 'pods')).toBeGreaterThan(0.5);
    expect(alike('pod-life-cycle', 'pod-lifecycle')).toBeGreaterThan(0.9);
    expect(alike('nowhere', 'pods')).toBe(0);
    expect(alike('', '')).toBe(0);
  });
});
