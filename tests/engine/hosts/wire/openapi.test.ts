import { describe, expect, it } from 'vitest';
import { encodeSwagger } from '../../../../src/engine/hosts/node/wire/openapi/protobuf.ts';
import { withTexts } from '../../../../src/engine/hosts/node/wire/openapi/texts.ts';
import { WireReader } from '../../../../src/engine/hosts/node/wire/wire-reader.ts';

const texts = { 'a.Pod': { description: 'A pod.', fields: { spec: 'What is wanted.', name: 'Its name.' } } };
const properties = { spec: { $ref: '#/x' }, name: { type: 'string' } };

function fields(bytes: Uint8Array): [number, unknown][] {
  const reader = new WireReader(bytes);
  const found: [number, unknown][] = [];
  while (reader.next()) found.push([reader.field, reader.value]);
  return found;
}

describe('OpenAPI documents', () => {
  it('get the texts that the engine does not carry, beside a reference or around it', () => {
    expect(withTexts({ definitions: { 'a.Pod': { properties } } }, texts)).toEqual({
      definitions: {
        'a.Pod': {
          description: 'A pod.',
          properties: {
            spec: { $ref: '#/x', description: 'What is wanted.' },
            name: { type: 'string', description: 'Its name.' },
          },
        },
      },
    });
    expect(withTexts({ components: { schemas: { 'a.Pod': { properties } } } }, texts)).toMatchObject({
      components: {
        schemas: { 'a.Pod': { properties: { spec: { allOf: [{ $ref: '#/x' }], description: 'What is wanted.' } } } },
      },
    });
  });

  it('are written by field numbers: paths, names, types and extensions', () => {
    const bytes = encodeSwagger({
      swagger: '2.0',
      definitions: { 'a.Pod': { type: 'object', 'x-kubernetes-group-version-kind': [{ kind: 'Pod' }] } },
    });
    const [[swagger], [definitions, named]] = fields(bytes) as [[number], [number, Uint8Array]];
    expect([swagger, definitions]).toEqual([1, 9]);
    const [[, entry]] = fields(named) as [[number, Uint8Array]];
    const [[, name], [, schema]] = fields(entry) as [[number, Uint8Array], [number, Uint8Array]];
    expect(Buffer.from(name).toString()).toBe('a.Pod');
    expect(fields(schema).map(([number]) => number)).toEqual([22, 31]);
    expect(Buffer.from(schema).toString()).toContain('[{"kind":"Pod"}]');
  });
});
