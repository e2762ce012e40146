import { describe, expect, it, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { manifestText } from '../../../../src/engine/cluster/bootstrap/manifest-text.ts';
import { staticPodManifests } from '../../../../src/engine/cluster/bootstrap/system-pods.ts';
import type { JsonObject } from '../../../../src/engine/cluster/json.ts';

describe("kubeadm's manifests", () => {
  test.each(Object.entries(staticPodManifests('172.30.0.2')))(
    '%s is written as a YAML writer does',
    (_file, manifest) => {
      expect(manifestText(manifest)).toBe(
        stringify(manifest, { indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false }),
      );
    },
  );
});

it('quotes what would be read as something else', () => {
  const manifest: JsonObject = {
    yes: 'true',
    number: '12',
    float: '1e3',
    null: 'null',
    empty: '',
    dash: '- x',
    comment: 'a #b',
    key: 'a: b',
    list: [],
    map: {},
    nested: [{ a: 1, b: ['x'] }, 'y'],
  };
  expect(parse(manifestText(manifest))).toEqual(manifest);
});
