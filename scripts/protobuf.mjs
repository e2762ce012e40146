#!/usr/bin/env node
// Writes src/engine/hosts/node/wire/messages.generated.ts: the field numbers by which typed Kubernetes clients send their objects.
//
//   node scripts/protobuf.mjs FOLDER        FOLDER holds api/, apimachinery/, apiextensions-apiserver/, kube-aggregator/ (v0.36.2)
//
// The numbers, names and types are read from the tags of the Go structs. What the letters mean stands in wire/messages.ts, which reads
// the lines back. Only its author runs it: the written file is committed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const source = process.argv[2];
if (source === undefined) throw new Error('node scripts/protobuf.mjs FOLDER');
const target = new URL('../src/engine/hosts/node/wire/messages.generated.ts', import.meta.url).pathname;

/** The packages a client of Skiff sends, by the short name they get here. */
const PACKAGES = {
  meta: 'apimachinery/pkg/apis/meta/v1',
  ...Object.fromEntries(
    `admissionregistration/v1 apps/v1 authentication/v1 authorization/v1 autoscaling/v1 autoscaling/v2 batch/v1 certificates/v1
    coordination/v1 core/v1 discovery/v1 events/v1 flowcontrol/v1 networking/v1 node/v1 policy/v1 rbac/v1 resource/v1 scheduling/v1
    storage/v1`
      .split(/\s+/)
      .map((name) => [name.replace('/', '.'), `api/${name}`]),
  ),
  'apiextensions.v1': 'apiextensions-apiserver/pkg/apis/apiextensions/v1',
  'apiregistration.v1': 'kube-aggregator/pkg/apis/apiregistration/v1',
};
/** Types whose JSON is not that of their fields: the reader knows them by letter. */
const SPECIAL = {
  'resource.Quantity': 'q',
  'meta.Time': 't',
  'meta.MicroTime': 'u',
  'meta.Duration': 'D',
  'meta.FieldsV1': 'f',
  'intstr.IntOrString': 'x',
  'runtime.RawExtension': 'r',
  'apiextensions.v1.JSON': 'f',
};
const SCALARS = {
  string: 's',
  bool: 'b',
  int: 'i',
  int32: 'i',
  int64: 'i',
  uint32: 'i',
  uint8: 'i',
  float32: 'd',
  float64: 'd',
  '[]byte': 'y',
  'types.UID': 's',
};

/** Everything declared in a package: structs as lists of fields, other types as what they stand for. */
function declarations(folder) {
  const structs = new Map();
  const names = new Map();
  for (const file of readdirSync(join(source, folder)).filter((name) => name.endsWith('.go'))) {
    const text = readFileSync(join(source, folder, file), 'utf8');
    for (const [, comment, name, type] of text.matchAll(/((?:^\/\/.*\n)*)^type (\w+) (?!struct|interface)(\S+)/gm))
      names.set(name, { type, wrapped: comment.includes('+protobuf.nullable=true') });
    for (const [, name] of text.matchAll(/^type (\w+) struct ?\{\}/gm)) structs.set(name, []);
    for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
      const fields = [];
      for (const line of body.split('\n')) {
        const tag = /^\s*(?:(\w+)\s+)?([^\s`/]+)\s+`(.*)`/.exec(line);
        const wire = tag === null ? null : /protobuf:"\w+,(\d+)(?:,\w+)*,name=(\w+)/.exec(tag[3]);
        if (wire === null) continue;
        const [json = '', ...options] = (/json:"([^"]*)"/.exec(tag[3])?.[1] ?? wire[2]).split(',');
        fields.push({
          number: Number(wire[1]),
          name: options.includes('inline') ? '>' : json === '-' || json === '' ? wire[2] : json,
          type: tag[2],
          kept: !options.includes('omitempty') && !options.includes('omitzero'),
        });
      }
      structs.set(name, fields);
    }
  }
  return { structs, names };
}

const packages = new Map(Object.entries(PACKAGES).map(([name, folder]) => [name, declarations(folder)]));
const QUALIFIERS = {
  metav1: 'meta',
  v1: 'core.v1',
  corev1: 'core.v1',
  apiv1: 'core.v1',
  k8sv1: 'core.v1',
  resource: 'resource',
  intstr: 'intstr',
  runtime: 'runtime',
};

function typeText(type, home) {
  if (type.startsWith('*')) return typeText(type.slice(1), home);
  if (SCALARS[type] !== undefined) return SCALARS[type];
  if (type.startsWith('[]')) return `[${typeText(type.slice(2), home)}]`;
  const map = /^map\[[\w.]+\](.*)$/.exec(type);
  if (map !== null) return `{${typeText(map[1], home)}}`;
  const [qualifier, inner] = type.includes('.') ? type.split('.') : [undefined, type];
  const at = qualifier === undefined ? home : (QUALIFIERS[qualifier] ?? `${qualifier.replace(/v\d$/, '')}.v1`);
  const special = SPECIAL[`${at}.${inner}`];
  if (special !== undefined) return special;
  const found = packages.get(at);
  const named = found?.names.get(inner);
  if (named !== undefined)
    return named.wrapped ? `w${typeText(named.type, at)}` : typeText(named.type.replace(/^=\s*/, ''), at);
  if (found?.structs.has(inner)) return at === home ? `.${inner}` : `${at}.${inner}`;
  throw new Error(`${home}: the type ${type} is unknown`);
}

const lines = [];
for (const [home, { structs }] of packages) {
  for (const [name, fields] of structs) {
    if (SPECIAL[`${home}.${name}`] !== undefined) continue;
    const texts = fields
      .sort((a, b) => a.number - b.number)
      .map(({ number, name: field, type, kept }) => {
        const mark = type.startsWith('*') ? '*' : kept ? '!' : '';
        return `${number}${field === '>' ? '' : ` ${field}`}${mark}:${typeText(type, home)}`;
      });
    lines.push(`${home}.${name};${texts.join(',')}`);
  }
}
const text = `// Generated by scripts/protobuf.mjs from the tags of Kubernetes v1.36.2's types. Do not edit.
export const MESSAGES_TEXT = \`${lines.sort().join('\n')}\`;
`;
writeFileSync(target, text);
process.stdout.write(`${lines.length} messages, ${text.length} bytes, ${gzipSync(text).length} compressed\n`);
