import { objects, record } from '../cluster/json-readers.ts';
import type { Command } from './command.ts';
import { type Connection, connect, type Surroundings } from './connection.ts';
import { groupResource, pathOf } from './discovery.ts';
import { isCommandFailure } from './errors.ts';
import { findCommand } from './find.ts';
import { type FlagSpec, noOpt, parseFlags } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { metadataOf, nameOf } from './json.ts';

/** What completion needs to know. */
export interface CompletionContext {
  /** `kubectlCommand` of `registry.ts`. */
  readonly root: Command;
  /** The learner's files, environment and way to the server. */
  readonly process: Surroundings;
}

/** What could stand at the cursor, and what help says of it where it is a command or a flag. */
export interface Suggestion {
  readonly text: string;
  readonly description?: string;
}

/** The connection, and the arguments before the cursor. */
interface Asking extends Connection {
  readonly args: readonly string[];
}

/** Commands whose arguments are kinds and names. */
const TAKES_RESOURCES = new Set([
  'get',
  'describe',
  'delete',
  'edit',
  'label',
  'annotate',
  'patch',
  'scale',
  'expose',
  'wait',
  'autoscale',
  'events',
  'status',
  'history',
  'undo',
  'restart',
  'pause',
  'resume',
  'image',
  'env',
  'resources',
  'serviceaccount',
  'selector',
]);
const TAKES_PODS = new Set(['logs', 'exec', 'attach', 'port-forward', 'debug', 'cp']);
const TAKES_NODES = new Set(['cordon', 'uncordon', 'drain']);
const OUTPUTS = ['json', 'yaml', 'kyaml', 'name', 'go-template=', 'jsonpath=', 'custom-columns=', 'wide'];

/**
 * What could stand at the cursor of `kubectl …`: `words` are all words after `kubectl`, `cursor` is the place of the word to complete in them
 * (it may be empty or lie just behind the last). Sorted; empty when nothing is known, so that the shell completes file names.
 */
export function completeKubectl(
  words: readonly string[],
  cursor: number,
  context: CompletionContext,
): readonly Suggestion[] {
  const before = words.slice(0, cursor);
  const typed = words[cursor] ?? '';
  try {
    return candidates(before, typed, context)
      .filter(({ text }) => text.startsWith(typed))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  } catch (error) {
    if (isCommandFailure(error)) return [];
    throw error;
  }
}

const plain = (texts: readonly string[]): readonly Suggestion[] => texts.map((text) => ({ text }));

function candidates(
  before: readonly string[],
  typed: string,
  { root, process }: CompletionContext,
): readonly Suggestion[] {
  const { command, rest } = findCommand(root, before, globalFlags);
  const specs = [...(command.flags ?? []), ...globalFlags];
  const last = before.at(-1) ?? '';
  const open = valueFlag(last, specs);
  const complete = open === undefined ? before : before.slice(0, -1);
  const found = open === undefined ? rest : findCommand(root, complete, globalFlags).rest;
  const flags = parseFlags(uniqueSpecs(specs), found);
  const run: Asking = { ...connect(flags, process, () => undefined), args: flags.args };
  if (open !== undefined) return plain(valuesOf(open.name, run));
  if (typed.startsWith('-')) {
    const equals = typed.indexOf('=');
    if (equals > 0) {
      const name = typed.slice(2, equals);
      return plain(valuesOf(name, run).map((value) => `--${name}=${value}`));
    }
    return uniqueSpecs(specs)
      .filter((spec) => !spec.hidden)
      .map((spec) => ({
        text: `--${spec.name}${noOpt(spec) === undefined ? '=' : ''}`,
        // backquotes in a usage name the value; they are not shown
        description: (spec.usage.split('\n', 1)[0] ?? '').replaceAll('`', ''),
      }));
  }
  const words = flags.args;
  if (command.subcommands !== undefined && words.length === 0) {
    const shown = command.subcommands.filter((sub) => !sub.hidden);
    if (shown.some(({ name }) => name.startsWith(typed)) || command === root)
      return shown.map(({ name, short }) => ({ text: name, description: short }));
  }
  return plain(argumentsOf(command, words, typed, run));
}

function argumentsOf(command: Command, words: readonly string[], typed: string, context: Asking): readonly string[] {
  if (['use-context', 'delete-context', 'rename-context', 'set-context'].includes(command.name)) {
    return [...context.kubeconfig().contexts.keys()];
  }
  if (TAKES_NODES.has(command.name)) return namesOf(context, 'nodes');
  if (command.name === 'explain' || command.name === 'api-resources') return typeNames(context);
  if (TAKES_PODS.has(command.name))
    return words.length === 0 ? [...namesOf(context, 'pods'), ...slashed(context, typed)] : [];
  if (command.name === 'taint') return words.length === 0 ? ['nodes'] : namesOf(context, 'nodes');
  if (!TAKES_RESOURCES.has(command.name)) return [];
  const [type] = words;
  if (type === undefined || type.includes('/'))
    return typed.includes('/') ? slashed(context, typed) : typeNames(context);
  return namesOf(context, type).filter((name) => !words.includes(name));
}

function typeNames(context: Asking): readonly string[] {
  const types = context.discovery().preferred();
  const seen = new Set<string>();
  return types.map((type) => {
    const name = seen.has(type.resource) ? groupResource(type) : type.resource;
    seen.add(type.resource);
    return name;
  });
}

function slashed(context: Asking, typed: string): readonly string[] {
  const slash = typed.indexOf('/');
  if (slash < 0) return [];
  const type = typed.slice(0, slash);
  return namesOf(context, type).map((name) => `${type}/${name}`);
}

function namesOf(context: Asking, word: string): readonly string[] {
  const type = context.discovery().find(word.split(',')[0] ?? '');
  if (type === undefined) return [];
  const list = context.client().object({ method: 'GET', path: pathOf(type, context.namespace().name) });
  return objects(list['items']).map(nameOf);
}

/** The flag that waits for its value: `-n`, `--namespace`. */
function valueFlag(word: string, specs: readonly FlagSpec[]): FlagSpec | undefined {
  if (!word.startsWith('-') || word.includes('=') || word === '--') return undefined;
  const spec = word.startsWith('--')
    ? specs.find((each) => each.name === word.slice(2))
    : specs.find((each) => each.shorthand === word.slice(-1));
  return spec !== undefined && noOpt(spec) === undefined ? spec : undefined;
}

function valuesOf(flag: string, context: Asking): readonly string[] {
  switch (flag) {
    case 'namespace':
      return namesOf(context, 'namespaces');
    case 'context':
      return [...context.kubeconfig().contexts.keys()];
    case 'cluster':
      return [...context.kubeconfig().clusters.keys()];
    case 'user':
      return [...context.kubeconfig().users.keys()];
    case 'output':
      return OUTPUTS;
    case 'dry-run':
      return ['client', 'none', 'server'];
    case 'container':
      return containersOf(context);
    case 'for':
      return ['create', 'delete', 'condition=', 'jsonpath='];
    case 'restart':
      return ['Always', 'Never', 'OnFailure'];
    default:
      return [];
  }
}

function containersOf(context: Asking): readonly string[] {
  const pod = context.args[0]?.replace(/^pods?\//, '');
  if (pod === undefined) return [];
  const type = context.discovery().resolve('pods');
  const answer = context.client().object({ method: 'GET', path: pathOf(type, context.namespace().name, pod) });
  const spec = record(answer['spec']);
  return [...objects(spec['containers']), ...objects(spec['initContainers'])].map((each) =>
    String(each['name'] ?? metadataOf(each)['name']),
  );
}

function uniqueSpecs(specs: readonly FlagSpec[]): readonly FlagSpec[] {
  const seen = new Set<string>();
  return specs.filter((spec) => !seen.has(spec.name) && seen.add(spec.name));
}
