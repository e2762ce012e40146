import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';
import { storedKinds } from '../../../../src/engine/cluster/resources/stored/stored-kinds.ts';
import {
  UNSIMULATED_FIELDS,
  UNSIMULATED_POD_FIELDS,
  UNSIMULATED_SERVICE_FIELDS,
} from '../../../../src/engine/cluster/resources/unsimulated.ts';
import { heldType, schemaOf } from '../../../../src/engine/cluster/schema/schema.ts';
import type { TypeSchema } from '../../../../src/engine/cluster/schema/types.ts';

// Every field that a user can write is honoured, warned of, or refused: never taken and ignored. Honoured means that code which acts
// (controllers, scheduler, kubelets, network, server, a kind's own strategy) reads a field of that name; checks, defaults and type
// declarations do not count. The scan knows names, not types: a field whose name another one has that is read passes.

const ENGINE = 'src/engine';
/** Sources that hold, check or fill fields and act on none. */
const PASSIVE =
  /schema\/|unsimulated\.ts|internal-(fields|text)|resources\/.*(validation|defaults|warnings|types|omit-empty)\.ts$|resources\/stored\//;

/** Fields that a real API server takes and that Kubernetes itself does nothing with. */
const IGNORED_BY_KUBERNETES = new Set([
  'io.k8s.api.core.v1.NodeSpec.externalID',
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.selfLink',
  'io.k8s.api.discovery.v1.Endpoint.deprecatedTopology',
  // For documentation only, in the schema of a custom resource.
  ...['$schema', 'example', 'externalDocs', 'title'].map(
    (name) => `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps.${name}`,
  ),
]);

const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** Fields that are refused when they are set (custom-resources.test.ts). */
const REFUSED = new Set([
  `${EXTENSIONS}.CustomResourceConversion.webhook`,
  `${EXTENSIONS}.CustomResourceDefinitionSpec.preserveUnknownFields`,
  ...['$ref', 'additionalItems', 'definitions', 'dependencies', 'id', 'patternProperties'].map(
    (name) => `${EXTENSIONS}.JSONSchemaProps.${name}`,
  ),
]);

/** Kinds of which every write says that nothing acts on them. */
const WARNED_AS_A_WHOLE = new Set([
  ...storedKinds.map(({ kind }) => kind),
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

function namesThatAreRead(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const room of ['cluster', 'runtime'])
    for (const entry of readdirSync(join(ENGINE, room), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !path.endsWith('.ts') || PASSIVE.test(path)) continue;
      const code = readFileSync(path, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\/\/.*$/gm, '')
        .replace(/readonly [\w$]+\??:/g, '');
      for (const [, dotted, quoted, bound] of code.matchAll(/\.([\w$]+)|'([\w$-]+)'|[{,(]\s*([\w$]+)\s*(?=[,}=:])/g))
        names.add(dotted ?? quoted ?? bound ?? '');
    }
  return names;
}

/** `type.field` for each path of a list of warnings. */
function warned(): ReadonlySet<string> {
  const out = new Set<string>();
  const add = (root: string, paths: readonly string[]): void => {
    for (const path of paths) {
      let type: TypeSchema | undefined = schemaOf(root);
      let last = '';
      for (const step of path.split('.')) {
        const field = type?.fields.get(step.replace('[]', ''));
        if (type === undefined || field === undefined) throw new Error(`no field ${path} in ${root}`);
        last = `${type.name}.${field.name}`;
        type = heldType(field.type);
      }
      out.add(last);
    }
  };
  add('io.k8s.api.core.v1.PodSpec', UNSIMULATED_POD_FIELDS);
  add('io.k8s.api.core.v1.ServiceSpec', UNSIMULATED_SERVICE_FIELDS);
  for (const [schema, paths] of Object.entries(UNSIMULATED_FIELDS)) add(schema, paths);
  return out;
}

/** The fields that are neither read, warned of, refused, nor ignored by Kubernetes too. */
function ignoredFields(): readonly string[] {
  const read = namesThatAreRead();
  const told = new Set(warned());
  const seen = new Set<string>();
  const ignored: string[] = [];
  const visit = (type: TypeSchema, skipped: ReadonlySet<string>): void => {
    if (seen.has(type.name)) return;
    seen.add(type.name);
    for (const field of type.fields.values()) {
      const name = `${type.name}.${field.name}`;
      if (skipped.has(field.name) || told.has(name) || REFUSED.has(name) || IGNORED_BY_KUBERNETES.has(name)) continue;
      if (!read.has(field.name)) ignored.push(name);
      const below = heldType(field.type);
      if (below !== undefined) visit(below, field.name === 'spec' ? new Set() : NESTED);
    }
  };
  for (const { kind, schema } of kinds) {
    const root = schemaOf(schema);
    if (root === undefined || WARNED_AS_A_WHOLE.has(kind)) continue;
    visit(root, new Set(['apiVersion', 'kind', 'status']));
  }
  return ignored;
}

/** The status of an object inside another one (a claim's template) is nobody's to write. */
const NESTED: ReadonlySet<string> = new Set(['status']);

describe('every field of every kind', () => {
  it('is honoured, warned of, or refused', () => {
    expect(ignoredFields()).toEqual([]);
  });

  it('is found by its name only where code reads it', () => {
    const read = namesThatAreRead();
    expect(read.has('terminationGracePeriodSeconds')).toBe(true);
    expect(read.has('hostnameOverride')).toBe(false);
    expect(read.has('aFieldThatIsNotThere')).toBe(false);
  });
});
