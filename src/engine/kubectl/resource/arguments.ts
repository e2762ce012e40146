import type { Discovery, ResourceType } from '../discovery.ts';
import { groupResource } from '../discovery.ts';
import { CommandError } from '../errors.ts';

/** What resource arguments say: types, with names, or pairs of both. */
export interface ResourceArguments {
  /** Words of types: `pods`, `deployments.apps`. */
  readonly types: readonly string[];
  readonly names: readonly string[];
  /** `TYPE/NAME` pairs. */
  readonly pairs: readonly { readonly type: string; readonly name: string }[];
}

/** Reads `TYPE[,TYPE] [NAME …]` or `TYPE/NAME …`. Throws `CommandError`. Models: Builder.ResourceTypeOrNameArgs */
export function readArguments(args: readonly string[], discovery: () => Discovery): ResourceArguments {
  const spread = spreadTypes(args);
  const slashes = spread.filter((arg) => arg.includes('/')).length;
  if (slashes > 0 && slashes !== spread.length) {
    throw new CommandError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  if (slashes > 0) return { types: [], names: [], pairs: spread.map(splitPair) };
  const [first, ...names] = spread;
  if (first === undefined) return { types: [], names: [], pairs: [] };
  return { types: splitTypes(withCategories(first, discovery)), names, pairs: [] };
}

/** The types of words, each once. Throws when one is unknown. */
export function typesOf(words: readonly string[], discovery: Discovery): readonly ResourceType[] {
  const found: ResourceType[] = [];
  for (const word of words) {
    const type = discovery.resolve(word);
    if (!found.includes(type)) found.push(type);
  }
  return found;
}

/** True when the arguments name objects. Models: resource.HasNames */
export function hasNames(args: readonly string[]): boolean {
  const spread = spreadTypes(args);
  return spread.length > 1 || spread.some((arg) => arg.includes('/'));
}

function spreadTypes(args: readonly string[]): readonly string[] {
  const [first, ...names] = args;
  if (first === undefined || names.length === 0) return args;
  const types = splitTypes(first);
  return types.length > 1 ? types.flatMap((type) => names.map((name) => `${type}/${name}`)) : args;
}

function splitPair(arg: string): { readonly type: string; readonly name: string } {
  const parts = arg.split('/');
  const [type = '', name = ''] = parts;
  if (parts.length !== 2) {
    throw new CommandError('arguments in resource/name form may not have more than one slash');
  }
  if (type === '' || name === '' || splitTypes(type).length !== 1) {
    throw new CommandError('arguments in resource/name form must have a single resource and name');
  }
  return { type, name };
}

function splitTypes(word: string): readonly string[] {
  return [...new Set(word.split(','))];
}

function withCategories(word: string, discovery: () => Discovery): string {
  return word
    .split(',')
    .map((part) => {
      const members = part === '' || part.includes('.') ? undefined : discovery().category(part);
      return members === undefined ? part : members.map(groupResource).join(',');
    })
    .join(',');
}
