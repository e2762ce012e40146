import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { customTypes } from '../../../../src/engine/cluster/schema/custom.ts';
import { addTypes, schemaOf } from '../../../../src/engine/cluster/schema/schema.ts';
import type { Descriptions } from '../../../../src/engine/kubectl/explain/descriptions.ts';
import { findField, renderBody } from '../../../../src/engine/kubectl/explain/render.ts';

const generated = JSON.parse(
  readFileSync(new URL('../../../../src/engine/kubectl/explain/generated/descriptions.json', import.meta.url), 'utf8'),
) as Descriptions;

test('a custom resource is explained by the schema of its definition', () => {
  const made = customTypes(
    'digest:com.example.v1.Tab',
    {
      type: 'object',
      description: 'A tab.',
      properties: {
        spec: {
          type: 'object',
          description: 'What is wanted.',
          required: ['when'],
          properties: {
            when: { type: 'string', description: 'The time.' },
            hosts: { type: 'array', items: { type: 'string' } },
          },
        },
      },
    },
    { group: 'example.com', version: 'v1', kind: 'Tab' },
  );
  addTypes(made.types);
  const whole = renderBody({ root: made.root, field: undefined, recursive: false, descriptions: made.descriptions });
  expect(whole).toContain('DESCRIPTION:\n    A tab.\n');
  expect(whole).toContain('  spec\t<Object>\n    What is wanted.\n');
  const field = findField(made.root, ['spec']);
  const below = renderBody({ root: made.root, field, recursive: false, descriptions: made.descriptions });
  expect(below).toContain('FIELD: spec <Object>\n');
  expect(below).toContain('  hosts\t<[]string>\n    <no description>\n\n  when\t<string> -required-\n    The time.\n');
});

test('fields that hold objects have their own text, and enumerations tell what each value means', () => {
  expect(generated['io.k8s.api.core.v1.Pod']?.fields['spec']).toMatch(
    /^Specification of the desired behavior of the pod\./,
  );
  expect(generated['io.k8s.api.core.v1.ContainerPort']?.fields['protocol']).toContain(
    '\n\nPossible enum values:\n - `"SCTP"` is the SCTP protocol.\n',
  );
  expect(schemaOf('io.k8s.api.core.v1.Pod')?.shortName).toBe('Pod');
});
