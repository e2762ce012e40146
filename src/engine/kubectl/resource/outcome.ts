import type { JsonObject } from '../../cluster/json.ts';
import { text } from '../../cluster/json-readers.ts';
import type { ResourceType } from '../discovery.ts';
import { isCommandFailure } from '../errors.ts';
import type { Info } from './info.ts';

/** One object found, or why not. */
export type Outcome = { readonly info: Info } | { readonly error: Error };

/** Runs something that may be refused; other errors go on. */
export function attempt(run: () => Info): Outcome {
  try {
    return { info: run() };
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    return { error };
  }
}

/** The type that objects get when there is no server to ask. */
export function localType(object: JsonObject): ResourceType {
  const apiVersion = text(object['apiVersion']);
  const slash = apiVersion.indexOf('/');
  const kind = text(object['kind']);
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    resource: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    kind,
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: [],
  };
}
