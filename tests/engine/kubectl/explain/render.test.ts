import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { schemaOf } from '../../../../src/engine/cluster/schema/schema.ts';
import type { Descriptions } from '../../../../src/engine/kubectl/explain/descriptions.ts';
import { findField, renderBody, renderHead } from '../../../../src/engine/kubectl/explain/render.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const descriptions = read('../../../../src/engine/kubectl/explain/generated/descriptions.json') as Descriptions;
const recorded = read('../../../oracle/explain/plaintext.json') as { run: string; type: string; stdout: string }[];

const explain = (type: string, words: readonly string[], texts: Descriptions | undefined): string => {
  const root = schemaOf(type)!;
  const [target = ''] = words;
  const field = findField(root, target.split('.').slice(1));
  return renderHead(root) + renderBody({ root, field, recursive: words.includes('--recursive'), descriptions: texts });
};

describe('explain prints what a real kubectl printed', () => {
  for (const step of recorded) {
    test(step.run, () => {
      const words = step.run.split(' ').slice(2);
      expect(explain(step.type, words, descriptions)).toBe(step.stdout);
    });
  }
});

test('without descriptions it says so and still shows the fields', () => {
  const text = explain('io.k8s.api.core.v1.Pod', ['pod.spec.containers.ports'], undefined);
  expect(text).toContain('DESCRIPTION:\n    (descriptions are not loaded here)\n');
  expect(text).toContain('  containerPort\t<integer> -required-\n  hostIP\t<string>\n');
});

test('a path that leads nowhere finds nothing', () => {
  expect(findField(schemaOf('io.k8s.api.core.v1.Pod')!, ['spec', 'nosuch'])).toBeUndefined();
  expect(findField(schemaOf('io.k8s.api.core.v1.Pod')!, ['nosuch', 'spec'])).toBeUndefined();
});
