import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import type {
  FieldError,
  ResourceDefinition,
  StrategyContext,
} from '../../../../src/engine/cluster/resources/definition.ts';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';

const known = kinds;

/** The definition of a kind. */
export function kind(name: string): ResourceDefinition {
  const found = known.find((each) => each.kind === name);
  if (!found) throw new Error(`no kind ${name}`);
  return found;
}

/** A cluster as strategies see it: objects by `resource/namespace/name`, warnings collected, addresses handed out in order. */
export class World implements StrategyContext {
  nowMs = Date.parse('2026-11-22T02:00:00Z');
  readonly warnings: string[] = [];
  readonly objects = new Map<string, KubeObject>();
  readonly taken = new Set<string | number>();
  private next = 1;

  constructor() {
    this.put('serviceaccounts', object('ServiceAccount', 'default', {}));
  }

  put(resource: string, stored: KubeObject): this {
    this.objects.set(`${resource}/${stored.metadata.namespace ?? ''}/${stored.metadata.name}`, stored);
    return this;
  }

  readonly allocate = {
    clusterIp: (wanted: string | undefined): { value: string } | { error: string } => {
      if (wanted === undefined) return { value: `10.96.1.${this.next++}` };
      return this.taken.has(wanted) ? { error: 'provided IP is already allocated' } : { value: wanted };
    },
    nodePort: (wanted: number | undefined): { value: number } | { error: string } => {
      if (wanted === undefined) return { value: 31_000 + this.next++ };
      return this.taken.has(wanted) ? { error: 'provided port is already allocated' } : { value: wanted };
    },
  };

  get(resource: string, namespace: string, name: string): KubeObject | undefined {
    return this.objects.get(`${resource}/${namespace}/${name}`);
  }

  list(resource: string, namespace: string): Iterable<KubeObject> {
    return [...this.objects].filter(([key]) => key.startsWith(`${resource}/${namespace}`)).map(([, each]) => each);
  }

  readonly user = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

  warn(text: string): void {
    this.warnings.push(text);
  }

  /** As the server creates: defaults, then prepare. */
  create(given: KubeObject): KubeObject {
    const definition = kind(given.kind);
    const filled = definition.defaults?.(given) ?? given;
    return definition.prepareForCreate?.(filled, this) ?? filled;
  }

  /** As the server updates: defaults, then prepare. */
  update(given: KubeObject, old: KubeObject): KubeObject {
    const definition = kind(given.kind);
    const filled = definition.defaults?.(given) ?? given;
    return definition.prepareForUpdate?.(filled, old, this) ?? filled;
  }

  /** What validation says of a new object, a line a finding. */
  refusals(given: KubeObject): readonly string[] {
    const created = this.create(given);
    return lines(kind(given.kind).validate?.(created, this) ?? []);
  }

  /** What validation says of a change. */
  changeRefusals(given: KubeObject, old: KubeObject): readonly string[] {
    return lines(kind(given.kind).validateUpdate?.(this.update(given, old), old, this) ?? []);
  }
}

function lines(errors: readonly FieldError[]): readonly string[] {
  return errors.map(({ field, detail }) => `${field}: ${detail}`);
}

/** An object as it comes from a manifest, with the metadata that the server adds. */
export function object(kindName: string, name: string, fields: object, metadata: object = {}): KubeObject {
  const definition = known.find((each) => each.kind === kindName);
  const group = definition?.group ?? '';
  return {
    apiVersion: group === '' ? 'v1' : `${group}/${definition?.version}`,
    kind: kindName,
    metadata: {
      name,
      ...(definition?.namespaced === false ? {} : { namespace: 'default' }),
      uid: `uid-${name}`,
      resourceVersion: '1',
      creationTimestamp: '2026-11-22T01:00:00Z',
      ...metadata,
    },
    ...fields,
  };
}

/** A pod with one container, `c`. */
export function podOf(container: object = {}, spec: object = {}, metadata: object = {}): KubeObject {
  return object(
    'Pod',
    'p',
    { spec: { containers: [{ name: 'c', image: 'nginx:1.25', ...container }], ...spec } },
    metadata,
  );
}
