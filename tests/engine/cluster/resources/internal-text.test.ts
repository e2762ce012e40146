import { expect, test } from 'vitest';
import { internalTemplate } from '../../../../src/engine/cluster/resources/pod/internal-text.ts';

test('a template in an error has its labels sorted, as Go prints maps', () => {
  const text = JSON.stringify(internalTemplate({ metadata: { labels: { b: '1', 'a/z': '2', a: '3' } }, spec: {} }));
  expect(text.slice(0, 45)).toContain('{"labels":{"a":"3","a/z":"2","b":"1"}');
});
