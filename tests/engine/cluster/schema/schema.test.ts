import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CORE_SCHEMA_TEXT } from '../../../../src/engine/cluster/schema/core-fields.generated.ts';
import { SCHEMA_TEXT } from '../../../../src/engine/cluster/schema/fields.generated.ts';
import { fieldAt, heldType, schemaNames, schemaOf, typeLabel } from '../../../../src/engine/cluster/schema/schema.ts';

describe('field schemas', () => {
  it('know the fields of a pod', () => {
    const pod = schemaOf('io.k8s.api.core.v1.Pod')!;
    expect(pod.gvk).toEqual({ group: '', version: 'v1', kind: 'Pod' });
    expect([...pod.fields.keys()]).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
    const ports = fieldAt(pod.name, ['spec', 'containers', 'ports'])!;
    expect(ports.listType).toBe('map');
    expect(ports.listMapKeys).toEqual(['containerPort', 'protocol']);
    expect(ports.patchMergeKey).toBe('containerPort');
    expect(ports.patchStrategy).toEqual(['merge']);
    expect(typeLabel(ports.type)).toBe('[]ContainerPort');
    expect(heldType(ports.type)?.fields.get('containerPort')?.required).toBe(true);
    expect(heldType(ports.type)?.fields.get('protocol')?.default).toBe('TCP');
    expect(fieldAt(pod.name, ['spec', 'volumes'])?.patchStrategy).toEqual(['merge', 'retainKeys']);
    expect(fieldAt(pod.name, ['spec', 'nodeSelector'])?.mapType).toBe('atomic');
    expect(fieldAt(pod.name, ['spec', 'nope'])).toBeUndefined();
  });

  it('keep enums, scalars and unions', () => {
    expect(fieldAt('io.k8s.api.core.v1.PodSpec', ['restartPolicy'])?.type).toEqual({
      kind: 'string',
      enum: ['Always', 'Never', 'OnFailure'],
    });
    expect(schemaOf('io.k8s.apimachinery.pkg.util.intstr.IntOrString')?.scalar).toEqual({ kind: 'int-or-string' });
    expect(schemaOf('io.k8s.apimachinery.pkg.api.resource.Quantity')?.scalar).toEqual({ kind: 'quantity' });
    expect(schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.Time')?.scalar).toEqual({
      kind: 'string',
      format: 'date-time',
    });
    expect(schemaOf('io.k8s.api.core.v1.SeccompProfile')?.union).toEqual({
      discriminator: 'type',
      fields: { localhostProfile: 'LocalhostProfile' },
    });
    expect(schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector')?.mapType).toBe('atomic');
  });

  it('refer only to types that exist', () => {
    const missing: string[] = [];
    const known = new Set(schemaNames());
    for (const name of known) {
      for (const field of schemaOf(name)!.fields.values()) {
        let type = field.type;
        while (type.kind === 'array' || type.kind === 'map') type = type.kind === 'array' ? type.items : type.values;
        if (type.kind === 'ref' && !known.has(type.name)) missing.push(`${name}.${field.name}: ${type.name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('stay small enough to ship', () => {
    expect(gzipSync(CORE_SCHEMA_TEXT + SCHEMA_TEXT).length).toBeLessThan(30_000);
    expect(readFileSync('src/engine/cluster/schema/fields.generated.ts', 'utf8')).toContain('Do not edit');
  });
});
