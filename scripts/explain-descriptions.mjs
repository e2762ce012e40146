#!/usr/bin/env node
// Reads the comments of Kubernetes' Go types and writes src/engine/kubectl/explain/generated/descriptions.json: what `kubectl explain`
// says of types and fields, as a server's OpenAPI has it. Run it when the field schemas change, on checkouts of one release:
//
//   node scripts/explain-descriptions.mjs API APIMACHINERY APIEXTENSIONS
//
// API is a checkout of github.com/kubernetes/api at the tag kubernetes-1.36.2, APIMACHINERY and APIEXTENSIONS are those of
// kubernetes/apimachinery and kubernetes/apiextensions-apiserver. Models: kube-openapi/pkg/generators (descriptions and enumerations)
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [api, machinery, extensions] = process.argv.slice(2);
if (extensions === undefined) throw new Error('usage: explain-descriptions.mjs API APIMACHINERY APIEXTENSIONS');
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'src/engine/kubectl/explain/generated/descriptions.json');

/** The folder of a type's package. */
function folderOf(name) {
  const path = name.split('.').slice(0, -1);
  if (name.startsWith('io.k8s.apimachinery.')) return join(machinery, ...path.slice(3));
  if (name.startsWith('io.k8s.apiextensions-apiserver.')) return join(extensions, ...path.slice(3));
  return name.startsWith('io.k8s.api.') ? join(api, ...path.slice(3)) : undefined;
}

/** Comment lines as one text: lines of a paragraph are joined, indented ones stay. Models: generators.generateDescription */
function description(lines) {
  let out = '';
  const shorten = () => {
    out = out.slice(0, -1);
  };
  const text = lines.join('\n').split('---')[0];
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd();
    const bare = line.trimStart();
    if (line === '') {
      shorten();
      out += '\n\n';
    } else if (bare.startsWith('TODO') || bare.startsWith('+')) {
      // Notes to programmers and to generators.
    } else if (/^[ \t]/.test(line)) {
      shorten();
      out += `\n${line}\n`;
    } else out += `${line} `;
  }
  return out.replaceAll('\\"', '"').trim();
}

const bareComment = (line) => line.trim().replace(/^\/\/ ?/, '');

/** One package: its structs with their fields, and the constants of its string types. */
function readPackage(folder) {
  const structs = new Map();
  const values = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.go') && !/generated|_test/.test(name))) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    let comment = [];
    let struct;
    let inConstants = false;
    for (const line of lines) {
      const bare = line.trim();
      if (bare.startsWith('//')) {
        comment.push(bareComment(line));
        continue;
      }
      const opened = /^type (\w+) struct \{/.exec(line);
      const named = /^type (\w+) /.exec(line);
      const constant = /^(?:const\s+)?(\w+)\s+(\w+)\s*=\s*"([^"]*)"/.exec(bare);
      const field = /^(\w+(?:\.\w+)?)(?:\s+([^\s`]+))?\s*`.*json:"([^",]*)([^"]*)"/.exec(bare);
      if (opened !== null) {
        struct = { comment, fields: new Map(), inlined: [] };
        structs.set(opened[1], struct);
      } else if (named !== null) structs.set(named[1], { comment, fields: new Map(), inlined: [] });
      else if (/^const \($/.test(bare)) inConstants = true;
      else if (bare === '}') struct = undefined;
      else if (bare === ')') inConstants = false;
      else if (struct !== undefined && field !== null) {
        const type = (field[2] ?? field[1]).replace(/^[*[\]]+/, '');
        if (field[3] === '' && field[4].includes('inline')) struct.inlined.push(type);
        else struct.fields.set(field[3], { comment, type });
      } else if (constant !== null && (inConstants || bare.startsWith('const '))) {
        const known = values.get(constant[2]) ?? [];
        values.set(constant[2], [...known, { name: constant[1], value: constant[3], comment }]);
      }
      if (bare === '' || !bare.startsWith('//')) comment = [];
    }
  }
  return { structs, values };
}

const packages = new Map();
function packageAt(folder) {
  if (!packages.has(folder)) packages.set(folder, existsSync(folder) ? readPackage(folder) : undefined);
  return packages.get(folder);
}

const META = () => packageAt(join(machinery, 'pkg/apis/meta/v1'));

/** A field of a struct, also one that came with an embedded struct. */
function fieldOf(types, name, field) {
  const struct = types?.structs.get(name);
  if (struct === undefined) return undefined;
  const own = struct.fields.get(field);
  if (own !== undefined) return { ...own, types };
  for (const inlined of struct.inlined) {
    const [prefix, base] = inlined.includes('.') ? inlined.split('.') : ['', inlined];
    const found = fieldOf(
      prefix === '' ? types : prefix === 'metav1' ? META() : packageAt(join(api, 'core/v1')),
      base,
      field,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The lines that tell what each value of an enumeration means. Models: generators.enumType.DescriptionLines */
function valueLines(types, typeName, allowed) {
  const [prefix, base] = typeName.includes('.') ? typeName.split('.') : ['', typeName];
  const home = prefix === '' ? types : packageAt(join(api, 'core/v1'));
  const texts = new Map((home?.values.get(base) ?? []).map((constant) => [constant.value, constant]));
  const lines = allowed.map((value) => {
    const { name = '', comment = [] } = texts.get(value) ?? {};
    const whole = comment
      .filter((line) => !line.startsWith('+'))
      .join(' ')
      .trim();
    const text = (name !== '' && whole.startsWith(name) ? whole.slice(name.length) : whole).trim();
    return ` - \`${JSON.stringify(value)}\`${text === '' ? '' : ` ${text}`}`;
  });
  return ['', 'Possible enum values:', ...lines.sort()];
}

const { schemaNames, schemaOf, resolveType } = await import(join(root, 'src/engine/cluster/schema/schema.ts'));
const out = {
  '//': "Generated by scripts/explain-descriptions.mjs from the comments of Kubernetes' API types (Apache-2.0). Do not edit.",
};
const missing = [];
for (const name of schemaNames()) {
  const schema = schemaOf(name);
  if (schema === undefined) continue;
  const folder = folderOf(name);
  const types = folder === undefined ? undefined : packageAt(folder);
  const struct = types?.structs.get(schema.shortName);
  if (struct === undefined) {
    missing.push(name);
    continue;
  }
  const fields = {};
  for (const field of schema.fields.values()) {
    const found = fieldOf(types, schema.shortName, field.name);
    if (found === undefined) continue;
    let type = field.type;
    while (type.kind === 'array' || type.kind === 'map') type = type.kind === 'array' ? type.items : type.values;
    const resolved = resolveType(type);
    const allowed = resolved.kind === 'string' ? (resolved.enum ?? []) : [];
    const lines = allowed.length === 0 ? [] : valueLines(found.types, found.type, allowed);
    const text = description([...found.comment, ...lines]);
    if (text !== '') fields[field.name] = text;
  }
  out[name] = { description: description(struct.comment), fields };
}
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(out, null, 0).replaceAll('},"io.k8s', '},\n"io.k8s')}\n`);
console.log(`${Object.keys(out).length - 1} types described; without comments: ${missing.join(', ')}`);
