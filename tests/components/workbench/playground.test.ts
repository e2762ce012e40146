import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../src/components/workbench/playground/command.ts';
import { faultPlace } from '../../../src/components/workbench/playground/fault-place.ts';
import { gallery } from '../../../src/components/workbench/playground/gallery.ts';
import { parseJq } from '../../../src/components/workbench/playground/jq/parse.ts';
import { resultText } from '../../../src/components/workbench/playground/result.ts';
import { targetPath } from '../../../src/components/workbench/playground/target.ts';
import { parseTemplate } from '../../../src/engine/kubectl/jsonpath/parse.ts';

describe('the gallery', () => {
  it('holds queries that are what they say', () => {
    for (const { title, jsonpath, jq, target } of gallery) {
      expect(jsonpath ?? jq, title).toBeDefined();
      if (jsonpath !== undefined) expect(() => parseTemplate(jsonpath), title).not.toThrow();
      if (jq !== undefined) expect(() => parseJq(jq), title).not.toThrow();
      if (target !== undefined) expect(targetPath(target), title).toBeDefined();
    }
  });
});

describe('the place of a fault', () => {
  it('is a line and a column, with a mark below', () => {
    expect(faultPlace('.a |\n.b ]', 8)).toEqual({ line: 2, column: 4, shown: '.b ]\n   ^' });
    expect(faultPlace('.items[', 7)).toEqual({ line: 1, column: 8, shown: '.items[\n       ^' });
    expect(faultPlace('', 5)).toEqual({ line: 1, column: 1, shown: '\n^' });
  });
});

describe('the command of a query', () => {
  it('asks the same in a terminal', () => {
    expect(commandLine('jsonpath', 'pods -A', '{.items}')).toBe("kubectl get pods -A -o jsonpath='{.items}'");
    expect(commandLine('jq', ' pods', ".a == 'x'")).toBe("kubectl get pods -o json | jq -r '.a == '\\''x'\\'''");
    expect(commandLine('jq', 'pods', '.', ['joined'])).toContain('jq -j ');
  });
});

describe('what was found', () => {
  it('is text as it is, and everything else as JSON to read', () => {
    expect(resultText(['a', { b: 1 }])).toBe('a\n{\n  "b": 1\n}');
    expect(resultText('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(resultText('x'.repeat(30_000)).length).toBe(20_002);
  });
});
