// Reads what a lesson's text asks of a cluster. The parser is the one that Astro builds the page with.
import { runInNewContext } from 'node:vm';
import { type MdastNode, type MdxJsxFlowElement, type MdxJsxTextElement, mdxToMdast } from 'satteri';
import { durationMs } from '../engine/grader/lab-parts.ts';
import { isBlock } from './block-names.ts';
import { manifestCommand } from './manifest-command.ts';

/** A component of a lesson that runs commands, with what its author says of them. */
export interface Block {
  /** How many blocks come before it. */
  readonly index: number;
  readonly kind: 'run' | 'predict' | 'manifest';
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly commands: readonly string[];
  /** Virtual time before each command; undefined: until the cluster has settled. */
  readonly waitMs: number | undefined;
  /** Virtual time after which each command is stopped; undefined: it ends by itself. */
  readonly watchesMs: number | undefined;
  readonly fails: boolean;
  /** How many lines of each output the page prints: all, none, or so many. */
  readonly shows: boolean | number;
  /** What the output of a guess's command matches, which proves the answer. */
  readonly expect: RegExp | undefined;
}

/** What a lesson's text holds besides words. */
export interface LessonText {
  readonly blocks: readonly Block[];
  readonly headings: readonly { readonly depth: number; readonly text: string }[];
  /** Ids of the glossary that it links to. */
  readonly terms: readonly { readonly id: string; readonly line: number }[];
  /** Labs that stand in it. */
  readonly labs: readonly string[];
}

/** An author's mistake: `message` names file, line and mend. */
export class LessonError extends Error {}

type Element = MdxJsxFlowElement | MdxJsxTextElement;
type Attributes = ReadonlyMap<string, unknown>;

const DURATION = /^(?=\d)(?:\d+h)?(?:\d+m)?(?:\d+s)?$/;

/**
 * Reads a lesson. `manifest` gives the text of a file of src/content/manifests. `file` is for messages.
 * Throws `LessonError` where a block cannot be run as it is written.
 */
export function readLesson(file: string, source: string, manifest: (file: string) => string | undefined): LessonText {
  const blocks: Block[] = [];
  const headings: { depth: number; text: string }[] = [];
  const terms: { id: string; line: number }[] = [];
  const labs: string[] = [];
  for (const node of walk(mdxToMdast(source, { features: { directive: true } }))) {
    if (node.type === 'heading') headings.push({ depth: node.depth, text: textOf(node) });
    if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') continue;
    const line = node.position?.start.line ?? 0;
    const fail = (message: string): never => {
      throw new LessonError(`${file}:${line}: <${node.name}>: ${message}`);
    };
    if (node.name === 'Term' || node.name === 'Lab') {
      const id = attributesOf(node, fail).get('id');
      if (typeof id !== 'string') return fail('needs an id');
      if (node.name === 'Term') terms.push({ id, line });
      else labs.push(id);
    }
    if (!isBlock(node.name)) continue;
    if (node.type === 'mdxJsxTextElement') return fail('stands inside a line of text; give it a paragraph of its own');
    for (const inner of walk(node))
      if (inner !== node && 'name' in inner && isBlock(inner.name))
        return fail(`has a <${inner.name}> inside; put it behind`);
    blocks.push(blockOf(node, blocks.length, line, manifest, fail));
  }
  return { blocks, headings, terms, labs };
}

function blockOf(
  node: Element,
  index: number,
  line: number,
  manifest: (file: string) => string | undefined,
  fail: (message: string) => never,
): Block {
  const given = attributesOf(node, fail);
  const duration = (name: string): number | undefined => {
    const text = given.get(name);
    if (text === undefined) return undefined;
    if (typeof text !== 'string' || !DURATION.test(text))
      return fail(`write ${name} as a duration, such as "20s" or "2m"`);
    return durationMs(text);
  };
  const shows = given.get('shows') ?? false;
  if (typeof shows !== 'boolean' && typeof shows !== 'number') return fail('write shows, or shows={12} for 12 lines');
  const fails = given.get('fails') ?? false;
  if (typeof fails !== 'boolean') return fail('write fails without a value');
  const kind = node.name === 'Run' ? 'run' : node.name === 'Predict' ? 'predict' : 'manifest';
  return {
    index,
    kind,
    line,
    commands: kind === 'manifest' ? [writing(given, manifest, fail)] : commandsOf(given, kind, fail),
    waitMs: duration('wait'),
    watchesMs: duration('watches'),
    fails,
    shows,
    expect: expectation(given, fail),
  };
}

function commandsOf(given: Attributes, kind: 'run' | 'predict', fail: (message: string) => never): string[] {
  const command = given.get('command');
  const commands = given.get('commands') ?? (command === undefined && kind === 'predict' ? [] : [command]);
  if (!Array.isArray(commands) || !commands.every((each) => typeof each === 'string' && each.trim() !== ''))
    return fail('needs command="…" or commands={["…", "…"]}');
  return commands.map((each) => String(each).trim());
}

function writing(
  given: Attributes,
  manifest: (file: string) => string | undefined,
  fail: (message: string) => never,
): string {
  const file = given.get('file');
  if (typeof file !== 'string')
    return fail('needs a file of src/content/manifests, such as file="07-namespaces/team.yaml"');
  const text = manifest(file);
  return text === undefined ? fail(`there is no src/content/manifests/${file}`) : manifestCommand(file, text);
}

function expectation(given: Attributes, fail: (message: string) => never): RegExp | undefined {
  const text = given.get('expect');
  if (text === undefined) return undefined;
  if (typeof text !== 'string') return fail('write expect as a regular expression in quotes');
  if (!given.has('command')) return fail('expect needs a command whose output it is about');
  try {
    return new RegExp(text, 'm');
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** The attributes as values. An expression is the course's own code, which the page's build runs as well. */
function attributesOf(node: Element, fail: (message: string) => never): Attributes {
  const found = new Map<string, unknown>();
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') return fail('{...spread} is not understood here');
    const { name, value } = attribute;
    if (value === null || value === undefined) found.set(name, true);
    else if (typeof value === 'string') found.set(name, value);
    else {
      try {
        found.set(name, JSON.parse(JSON.stringify(runInNewContext(`(${value.value})`, {}, { timeout: 1000 }) ?? null)));
      } catch (error) {
        return fail(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return found;
}

function* walk(node: MdastNode): Generator<MdastNode> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* walk(child as MdastNode);
}

function textOf(node: MdastNode): string {
  return [...walk(node)].map((each) => ('value' in each && typeof each.value === 'string' ? each.value : '')).join('');
}
