#!/usr/bin/env node
// Writes src/engine/cluster/schema/fields.generated.ts from the field facts of a running Kubernetes 1.36 API server.
//
//   node scripts/schema.mjs FACTS.json
//
// One line a type: `core.v1.Pod {options} field, field, …`, with `field = name[!]:type[ option]…`. What the letters mean stands
// in src/engine/cluster/schema/parse.ts, which reads the lines back. List kinds are left out: they follow from their items.
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const [, , source] = process.argv;
if (source === undefined) throw new Error('node scripts/schema.mjs FACTS.json');
const target = new URL('../src/engine/cluster/schema/fields.generated.ts', import.meta.url).pathname;
const coreTarget = new URL('../src/engine/cluster/schema/core-fields.generated.ts', import.meta.url).pathname;

const { kubernetesVersion, schemas: facts } = JSON.parse(readFileSync(source, 'utf8'));

/** The aggregator's document was not read from that server: the fields of its one kind. */
const AGGREGATOR = 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1';
const reference = (name) => ({ $ref: `#/components/schemas/${name}` });
const ofAggregator = (name) => ({ ...reference(`${AGGREGATOR}.${name}`), default: {} });
const text = { type: 'string' };
const number = { type: 'integer', format: 'int32', default: 0 };
const aggregator = {
  [`${AGGREGATOR}.APIService`]: {
    properties: {
      apiVersion: text,
      kind: text,
      metadata: { ...reference('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'), default: {} },
      spec: ofAggregator('APIServiceSpec'),
      status: ofAggregator('APIServiceStatus'),
    },
    'x-kubernetes-group-version-kind': [{ group: 'apiregistration.k8s.io', version: 'v1', kind: 'APIService' }],
  },
  [`${AGGREGATOR}.APIServiceCondition`]: {
    required: ['type', 'status'],
    properties: {
      lastTransitionTime: reference('io.k8s.apimachinery.pkg.apis.meta.v1.Time'),
      message: text,
      reason: text,
      status: { ...text, default: '' },
      type: { ...text, default: '' },
    },
  },
  [`${AGGREGATOR}.APIServiceSpec`]: {
    required: ['groupPriorityMinimum', 'versionPriority'],
    properties: {
      caBundle: { type: 'string', format: 'byte' },
      group: text,
      groupPriorityMinimum: number,
      insecureSkipTLSVerify: { type: 'boolean' },
      service: reference(`${AGGREGATOR}.ServiceReference`),
      version: text,
      versionPriority: number,
    },
  },
  [`${AGGREGATOR}.APIServiceStatus`]: {
    properties: {
      conditions: {
        type: 'array',
        items: ofAggregator('APIServiceCondition'),
        'x-kubernetes-list-map-keys': ['type'],
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-patch-merge-key': 'type',
        'x-kubernetes-patch-strategy': 'merge',
      },
    },
  },
  [`${AGGREGATOR}.ServiceReference`]: {
    properties: { name: text, namespace: text, port: { type: 'integer', format: 'int32' } },
  },
};
const schemas = { ...facts, ...aggregator };

const short = (name) =>
  name
    .replace(/^io\.k8s\.apimachinery\.pkg\.apis\.meta\.v1\./, '~')
    .replace(/^io\.k8s\.apimachinery\.pkg\./, '~~')
    .replace(/^io\.k8s\.apiextensions-apiserver\.pkg\.apis\./, '^')
    .replace(/^io\.k8s\.kube-aggregator\.pkg\.apis\./, '%')
    .replace(/^io\.k8s\.api\./, '');
const packageOf = (name) => name.slice(0, name.lastIndexOf('.') + 1);
const refName = (ref) => ref.replace('#/components/schemas/', '');

function typeText(schema, home, options) {
  if (schema.$ref !== undefined) {
    const name = refName(schema.$ref);
    return packageOf(name) === home ? `.${name.slice(home.length)}` : short(name);
  }
  if (schema.enum !== undefined) options.push(`e=${schema.enum.join('|')}`);
  switch (schema.type) {
    case 'array':
      return `[${typeText(schema.items, home, options)}]`;
    case 'object':
      return schema.additionalProperties === undefined
        ? 'o'
        : `{${typeText(schema.additionalProperties, home, options)}}`;
    case 'string':
      return schema.format === 'byte' ? 'y' : schema.format === 'date-time' ? 't' : 's';
    case 'integer':
      return schema.format === 'int64' ? 'l' : 'i';
    case 'number':
      return 'd';
    case 'boolean':
      return 'b';
    default:
      if (schema.format === 'int-or-string') return 'x';
      if (schema.oneOf !== undefined) return 'q';
      return 'a';
  }
}

function fieldText(name, schema, required, home) {
  const options = [];
  const type = typeText(schema, home, options);
  if (schema.default !== undefined) options.push(`d=${JSON.stringify(schema.default)}`);
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'map') options.push(`k=${schema['x-kubernetes-list-map-keys'].join('|')}`);
  else if (listType !== undefined) options.push(`t=${listType}`);
  if (schema['x-kubernetes-patch-merge-key'] !== undefined) options.push(`m=${schema['x-kubernetes-patch-merge-key']}`);
  if (schema['x-kubernetes-patch-strategy'] !== undefined)
    options.push(`p=${schema['x-kubernetes-patch-strategy'].replaceAll(',', '|')}`);
  if (schema['x-kubernetes-map-type'] !== undefined) options.push(`g=${schema['x-kubernetes-map-type']}`);
  return `${name}${required ? '!' : ''}:${[type, ...options.map((option) => option.replaceAll(' ', '%20'))].join(' ')}`;
}

const lines = [];
for (const name of Object.keys(schemas).sort()) {
  const schema = schemas[name];
  const isList =
    name.endsWith('List') && schemas[name.slice(0, -4)] !== undefined && schema.properties?.items !== undefined;
  if (isList) continue;
  const options = [];
  if (schema['x-kubernetes-map-type'] !== undefined) options.push(`g=${schema['x-kubernetes-map-type']}`);
  const kinds = schema['x-kubernetes-group-version-kind'] ?? [];
  if (kinds.length === 1) options.push(`v=${kinds[0].group}/${kinds[0].version}/${kinds[0].kind}`);
  if (schema.properties === undefined) options.push(`s=${typeText(schema, packageOf(name), [])}`);
  for (const union of schema['x-kubernetes-unions'] ?? [])
    options.push(
      `u=${union.discriminator ?? ''}:${Object.entries(union['fields-to-discriminateBy'])
        .map((pair) => pair.join(':'))
        .join('|')}`,
    );
  const fields = Object.entries(schema.properties ?? {}).map(([field, facts]) =>
    fieldText(field, facts, schema.required?.includes(field) ?? false, packageOf(name)),
  );
  lines.push([short(name), options.join(' '), fields.join(',')].join(';'));
}

const isCore = (line) => line.startsWith('core.') || line.startsWith('~');
const out = lines.join('\n');
if (/[`\\$]/.test(out.replaceAll('$ref', '').replaceAll('$schema', ''))) throw new Error('a fact needs escaping');
/** In two files: a cluster that starts needs the first only. */
function write(file, says, name, text) {
  writeFileSync(
    file,
    `// Generated by scripts/schema.mjs from the answers of a Kubernetes ${kubernetesVersion} API server. Do not edit.\n` +
      `/** ${says} */\nexport const ${name} = \`${text.join('\n')}\`;\n`,
  );
}
write(coreTarget, '`core/v1`, and what all APIs share.', 'CORE_SCHEMA_TEXT', lines.filter(isCore));
write(
  target,
  'All APIs but `core/v1`.',
  'SCHEMA_TEXT',
  lines.filter((line) => !isCore(line)),
);
console.log(`${lines.length} types, ${out.length} bytes, ${gzipSync(out).length} gzip`);
