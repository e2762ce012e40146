import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { kind, World } from './strategy-world.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/recorded-objects.json'), 'utf8'),
) as readonly KubeObject[];

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const applied = recorded.filter(
  (each) => each.metadata.annotations?.[LAST_APPLIED] !== undefined && each.kind === 'Pod',
);

describe('an object of the recorded cluster', () => {
  it.each(recorded.map((each) => [each.kind, each.metadata.name, each] as const))(
    '%s %s is complete and valid as it is',
    (name, _, stored) => {
      const definition = kind(name);
      expect(definition.defaults?.(stored) ?? stored).toBe(stored);
      expect(definition.validate?.(stored, new World())).toEqual([]);
      expect(definition.validateUpdate?.({ ...stored }, stored, new World())).toEqual([]);
      expect(definition.cells(stored, { nowMs: Date.parse('2026-11-22T03:00:00Z') })).toHaveLength(
        definition.columns.length,
      );
    },
  );

  it.each(applied.map((each) => [each.metadata.name, each] as const))(
    '%s comes out of its manifest as recorded',
    (_, stored) => {
      const manifest = JSON.parse(stored.metadata.annotations?.[LAST_APPLIED] ?? '{}') as KubeObject;
      const created = new World().create({ ...manifest, metadata: { ...stored.metadata } });
      const masked = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value).replaceAll(/kube-api-access-\w{5}/g, 'kube-api-access-xxxxx'));
      const { nodeName: _node, ...spec } = stored['spec'] as { readonly nodeName?: string };
      expect(masked(created['spec'])).toEqual(masked(spec));
    },
  );
});
