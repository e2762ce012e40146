import { describe, expect, it } from 'vitest';
import { yamlIndent } from '../../../src/components/workbench/files/indent.ts';

describe('the line after one of YAML', () => {
  it.each([
    ['metadata:', 2],
    ['  labels: # of mine', 4],
    ['  name: web', 2],
    ['  - name: web', 4],
    ['  - name:', 6],
    ['- - a: 1', 4],
    ['  args:', 4],
    ['  - sleep', 2],
    ['  - "a: b"', 2],
    ['  run: |', 4],
    ['  run: >-', 4],
    ['    echo hi', 4],
    ['', 0],
    ['  image: nginx:1.25', 2],
  ])('%s', (line, indent) => {
    expect(yamlIndent(line)).toBe(indent);
  });
});
