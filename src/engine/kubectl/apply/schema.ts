import { schemaNames, schemaOf } from '../../cluster/schema/schema.ts';
import type { TypeSchema } from '../../cluster/schema/types.ts';
import { apiVersionOf, type ResourceType } from '../discovery.ts';

const known = new Map<string, TypeSchema | undefined>();

/** The field facts of a built-in kind; undefined for kinds that kubectl does not know, such as custom resources. */
export function schemaOfType(type: ResourceType): TypeSchema | undefined {
  const key = `${apiVersionOf(type)}/${type.kind}`;
  if (!known.has(key)) {
    const fits = (name: string): boolean => {
      const gvk = schemaOf(name)?.gvk;
      return gvk?.group === type.group && gvk.version === type.version && gvk.kind === type.kind;
    };
    const name = schemaNames().find((each) => each.endsWith(`.${type.version}.${type.kind}`) && fits(each));
    known.set(key, name === undefined ? undefined : schemaOf(name));
  }
  return known.get(key);
}
