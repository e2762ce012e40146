import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeProtobuf, ProtobufError } from '../../../../src/engine/hosts/node/wire/protobuf.ts';
import { WireFormatError } from '../../../../src/engine/hosts/node/wire/wire-reader.ts';

type Field = readonly [number: number, value: number | string | Buffer | readonly Field[]];

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** Writes a message as a client does: numbers as varints, everything else with its length. */
function message(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [varint(BigInt(number * 8)), varint(BigInt(value))];
      const bytes = Buffer.isBuffer(value) ? value : typeof value === 'string' ? Buffer.from(value) : message(value);
      return [varint(BigInt(number * 8 + 2)), varint(BigInt(bytes.length)), bytes];
    }),
  );
}

function object(apiVersion: string, kind: string, fields: readonly Field[]): Buffer {
  return Buffer.concat([
    Buffer.from('k8s\0'),
    message([
      [
        1,
        [
          [1, apiVersion],
          [2, kind],
        ],
      ],
      [2, message(fields)],
    ]),
  ]);
}

const named = (name: string): Field => [
  1,
  [
    [1, name],
    [3, 'default'],
    [7, 0],
    [8, []],
  ],
];

describe('protobuf bodies', () => {
  it('gives the JSON of a config map, with maps and without what is empty', () => {
    const bytes = object('v1', 'ConfigMap', [
      named('c'),
      [
        2,
        [
          [1, 'a'],
          [2, 'b'],
        ],
      ],
      [
        2,
        [
          [1, 'empty'],
          [2, ''],
        ],
      ],
      [
        3,
        [
          [1, 'bin'],
          [2, Buffer.of(1, 2)],
        ],
      ],
    ]);
    expect(decodeProtobuf(bytes)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'default' },
      data: { a: 'b', empty: '' },
      binaryData: { bin: 'AQI=' },
    });
  });

  it('keeps a pointer to zero and leaves out a plain zero', () => {
    const bytes = object('apps/v1', 'Deployment', [
      named('d'),
      [
        2,
        [
          [1, 0],
          [5, 0],
          [6, 2],
          [7, 0],
        ],
      ],
    ]);
    expect(decodeProtobuf(bytes)['spec']).toEqual({ replicas: 0, revisionHistoryLimit: 2 });
  });

  it('puts the fields of an embedded struct into the object around it', () => {
    const volume: Field = [
      1,
      [
        [1, 'data'],
        [2, [[2, [[1, 'Memory']]]]],
      ],
    ];
    const probe: Field = [
      10,
      [
        [
          1,
          [
            [
              3,
              [
                [
                  1,
                  [
                    [1, 1],
                    [3, 'web'],
                  ],
                ],
              ],
            ],
          ],
        ],
        [4, 5],
      ],
    ];
    const pod = decodeProtobuf(object('v1', 'Pod', [named('p'), [2, [volume, [2, [[1, 'c'], probe]]]]]));
    expect(pod['spec']).toEqual({
      volumes: [{ name: 'data', emptyDir: { medium: 'Memory' } }],
      containers: [{ name: 'c', livenessProbe: { tcpSocket: { port: 'web' }, periodSeconds: 5 } }],
    });
  });

  it('writes quantities, times and negative numbers as JSON has them', () => {
    const limits: Field = [
      8,
      [
        [
          1,
          [
            [1, 'cpu'],
            [2, [[1, '500m']]],
          ],
        ],
      ],
    ];
    const pod = decodeProtobuf(
      object('v1', 'Pod', [
        [
          1,
          [
            [1, 'p'],
            [8, [[1, 1_700_000_000]]],
          ],
        ],
        [
          2,
          [
            [2, [[1, 'c'], limits]],
            [25, -5],
          ],
        ],
      ]),
    );
    expect(pod).toMatchObject({
      metadata: { creationTimestamp: '2023-11-14T22:13:20Z' },
      spec: { containers: [{ resources: { limits: { cpu: '500m' } } }], priority: -5 },
    });
  });

  it('knows the kinds of every group: DeleteOptions of apps, lists in wrappers', () => {
    expect(decodeProtobuf(object('apps/v1', 'DeleteOptions', [[4, 'Foreground']]))).toMatchObject({
      propagationPolicy: 'Foreground',
    });
    const review = object('authorization.k8s.io/v1', 'SubjectAccessReview', [
      [
        2,
        [
          [3, 'jane'],
          [
            5,
            [
              [1, 'scopes'],
              [
                2,
                [
                  [1, 'a'],
                  [1, 'b'],
                ],
              ],
            ],
          ],
        ],
      ],
    ]);
    expect(decodeProtobuf(review)['spec']).toEqual({ user: 'jane', extra: { scopes: ['a', 'b'] } });
  });

  it('reads a schema where JSON has one of several forms', () => {
    const bytes = object('apiextensions.k8s.io/v1', 'JSONSchemaProps', [
      [5, 'object'],
      [30, [[1, 1]]],
    ]);
    expect(decodeProtobuf(bytes)).toMatchObject({ type: 'object', additionalProperties: true });
  });

  it('refuses other bytes and unknown kinds with a sentence', () => {
    expect(() => decodeProtobuf(Buffer.from('{}'))).toThrow('does not appear to be a protobuf message');
    expect(() => decodeProtobuf(object('v1', 'Nonsense', []))).toThrow(
      'no kind "Nonsense" is registered for version "v1"',
    );
    expect(() => decodeProtobuf(object('v1', 'Pod', [[1, Buffer.of(0xff)]]))).toThrow(WireFormatError);
  });

  it('never touches a prototype', () => {
    const decoded = decodeProtobuf(
      object('v1', 'ConfigMap', [
        named('c'),
        [
          2,
          [
            [1, '__proto__'],
            [2, 'x'],
          ],
        ],
      ]),
    );
    expect(Object.keys(decoded['data'] as object)).toEqual(['__proto__']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('answers any bytes with an object or an error of its own', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('Pod', 'Secret', 'Service', 'Node', 'Event'),
        (noise, kind) => {
          const body = Buffer.concat([
            Buffer.from('k8s\0'),
            message([
              [
                1,
                [
                  [1, 'v1'],
                  [2, kind],
                ],
              ],
              [2, Buffer.from(noise)],
            ]),
          ]);
          for (const bytes of [body, Buffer.concat([Buffer.from('k8s\0'), noise])]) {
            try {
              expect(decodeProtobuf(bytes)).toBeTypeOf('object');
            } catch (error) {
              if (!(error instanceof ProtobufError || error instanceof WireFormatError)) throw error;
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
