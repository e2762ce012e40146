import type { JsonObject } from '../../cluster/json.ts';
import { type CustomTypes, customTypes, type ShapeSchema } from '../../cluster/schema/custom.ts';
import { addTypes, schemaNames, schemaOf } from '../../cluster/schema/schema.ts';
import type { TypeSchema } from '../../cluster/schema/types.ts';
import { sha256Hex } from '../../cluster/sha256.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { groupResource, isShortName, type ResourceType } from '../discovery.ts';
import { CommandError, VerbatimError } from '../errors.ts';
import type { DescriptionSource } from '../explain/descriptions.ts';
import { findField, renderBody, renderHead } from '../explain/render.ts';
import { rootCommand } from '../root.ts';

const SUGGEST_RESOURCES = 'Use "kubectl api-resources" for a complete list of supported resources.';

/** `kubectl explain`, with where descriptions come from. Models: kubectl/pkg/cmd/explain */
export function explainCommandWith(source: DescriptionSource | undefined): Command {
  return {
    name: 'explain',
    use: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
    short: 'Get documentation for a resource',
    flags: [
      {
        name: 'api-version',
        type: 'string',
        usage: 'Get different explanations for particular API version (API group/version)',
      },
      {
        name: 'output',
        shorthand: 'o',
        type: 'string',
        default: 'plaintext',
        usage: 'Format in which to render the schema (plaintext, plaintext-openapiv2)',
      },
      {
        name: 'recursive',
        shorthand: 'R',
        type: 'bool',
        usage: 'Print the fields of fields (Currently only 1 level deep)',
      },
    ],
    run: (context) => runExplain(context, source),
  };
}

/** `kubectl explain` where no descriptions were given. */
export const explainCommand = explainCommandWith(undefined);

/** The same kubectl with descriptions for `explain`: what a host that has the generated file runs. */
export function withDescriptions(root: Command, source: DescriptionSource): Command {
  const commands = (root.subcommands ?? []).map((command) =>
    command.name === 'explain' ? explainCommandWith(source) : command,
  );
  return rootCommand(commands);
}

function* runExplain(context: CommandContext, source: DescriptionSource | undefined): Task<number> {
  const { args, flags } = context;
  const [word] = args;
  if (word === undefined) {
    throw new CommandError(`You must specify the type of resource to explain. ${SUGGEST_RESOURCES}\n`);
  }
  if (args.length > 1) throw new CommandError('We accept only this format: explain RESOURCE\n');
  const wanted = readRequest(context, word);
  const output = flags.string('output');
  if (output === 'plaintext-openapiv2')
    throw new CommandError('--output=plaintext-openapiv2 is not simulated by Skiff');
  const type = inVersion(context, wanted.type);
  if (output !== 'plaintext') throw new CommandError(`unrecognized format: ${output}`);
  const known = schemaFor(type);
  const custom = known === undefined ? describedByServer(context, type) : undefined;
  const root = known ?? custom?.root;
  if (root === undefined) throw notInSchema(type);
  const loaded = source === undefined ? undefined : yield* source(context.process);
  const descriptions = custom === undefined ? loaded : { ...loaded, ...custom.descriptions };
  context.out(renderHead(root));
  const field = findField(root, wanted.path);
  const last = wanted.path.at(-1);
  if (last !== undefined && field === undefined) throw new CommandError(`error: field "${last}" does not exist`);
  context.out(renderBody({ root, field, recursive: flags.bool('recursive'), descriptions }));
  return 0;
}

/** Splits `pods.spec.containers` and `deployments.apps.spec` into a type and a path. Models: explain.SplitAndParseResourceRequestWithMatchingPrefix */
function readRequest(
  context: CommandContext,
  word: string,
): { readonly type: ResourceType; readonly path: readonly string[] } {
  const trimmed = word.endsWith('.') ? word.slice(0, -1) : word;
  const [name = '', ...path] = trimmed.split('.');
  if (name.includes('/')) throw new VerbatimError(`the server doesn't have a resource type "${name}"`);
  if (!/^[\w-]+$/.test(name)) throw new CommandError('invalid jsonpath syntax, first node must be field node');
  if (path.some((step) => !/^[\w$-]+$/.test(step))) {
    throw new CommandError('invalid jsonpath syntax, all nodes must be field nodes');
  }
  const lower = name.toLowerCase();
  const named = context
    .discovery()
    .preferred(2)
    .filter(
      (type) =>
        type.resource === lower ||
        type.singular === lower ||
        type.shortNames.includes(lower) ||
        type.kind.toLowerCase() === lower,
    );
  const [first] = named;
  if (first === undefined) throw new VerbatimError(`the server doesn't have a resource type "${name}"`);
  if (isShortName(first, lower)) context.discovery().tellOthers(first, lower);
  const prefixed = named.find((type) => trimmed.startsWith(groupResource(type)));
  if (prefixed === undefined) return { type: first, path };
  const rest = trimmed.slice(groupResource(prefixed).length);
  return { type: prefixed, path: rest.split('.').slice(1) };
}

function inVersion(context: CommandContext, type: ResourceType): ResourceType {
  const wanted = context.flags.string('api-version');
  if (wanted === '') return type;
  const [group, version] = wanted.includes('/') ? wanted.split('/', 2) : ['', wanted];
  const all = context.discovery().all();
  const resource = `${wanted}, Resource=${type.resource}`;
  if (!all.some((each) => each.group === group && each.version === version)) {
    throw new CommandError(`couldn't find resource for "${resource}"`);
  }
  const found = all.find((each) => each.group === group && each.version === version && each.resource === type.resource);
  if (found === undefined) throw new CommandError(`error: GVR (${resource}) not found in OpenAPI schema`);
  return found;
}

/** What the server says of a kind that kubectl's own schemas do not have: a custom resource. */
function describedByServer(context: CommandContext, type: ResourceType): CustomTypes | undefined {
  const { group, version, kind } = type;
  const path = `/openapi/v3/apis/${group}/${version}`;
  const { components } = context.client().object({ method: 'GET', path }) as {
    readonly components?: { readonly schemas?: { readonly [name: string]: JsonObject } };
  };
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
    const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as readonly JsonObject[];
    if (!kinds.some((each) => each['group'] === group && each['version'] === version && each['kind'] === kind))
      continue;
    const unique = `${sha256Hex(JSON.stringify(schema)).slice(0, 16)}:${name}`;
    const types = customTypes(unique, schema as ShapeSchema, { group, version, kind });
    addTypes(types.types);
    return types;
  }
  return undefined;
}

function notInSchema(type: ResourceType): CommandError {
  return new CommandError(
    `error: GVK map[group:${type.group} kind:${type.kind} version:${type.version}] not found in OpenAPI schema`,
  );
}

function schemaFor(type: ResourceType): TypeSchema | undefined {
  for (const name of schemaNames()) {
    if (!name.endsWith(`.${type.kind}`)) continue;
    const schema = schemaOf(name);
    const gvk = schema?.gvk;
    if (schema !== undefined && gvk?.group === type.group && gvk.version === type.version && gvk.kind === type.kind) {
      return schema;
    }
  }
  return undefined;
}
