import type { JsonObject } from '../cluster/json.ts';
import { record } from '../cluster/json-readers.ts';
import type { CommandContext } from './command.ts';
import type { FlagSpec } from './flags.ts';
import { metadataOf, withMetadata } from './json.ts';

/** The annotation that `kubectl rollout history` shows as the reason of a revision. */
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** `--record`: writes the command itself into the annotation. Works, is said to be on its way out, and help leaves it out. Models: cli-runtime/pkg/genericclioptions/record_flags.go */
export const recordFlag: FlagSpec = {
  name: 'record',
  type: 'bool',
  hidden: true,
  deprecated: '--record will be removed in the future',
  usage:
    'Record current kubectl command in the resource annotation. If set to false, do not record the command. If set to true, record the command. If not set, default to updating the existing annotation value only if one already exists.',
};

/** What `--record` writes for this run: words first, then the flags in the order given, by their long names; undefined when it was not asked for. */
export function changeCause(context: CommandContext): string | undefined {
  const { flags } = context;
  if (!flags.has('record') || !flags.bool('record')) return undefined;
  const given = flags.given.map(({ name, value }) => ` --${name}=${value}`).join('');
  return [context.commandPath, ...context.args].join(' ') + given;
}

/** The object with the command as its change cause, when `--record` asks for it. */
export function recorded(context: CommandContext, object: JsonObject): JsonObject {
  const cause = changeCause(context);
  if (cause === undefined) return object;
  return withMetadata(object, { annotations: { ...record(metadataOf(object)['annotations']), [CHANGE_CAUSE]: cause } });
}

/** The merge patch that adds the change cause, for commands that change something else than the object (`scale`, `patch`). */
export function changeCausePatch(context: CommandContext): JsonObject | undefined {
  const cause = changeCause(context);
  return cause === undefined ? undefined : { metadata: { annotations: { [CHANGE_CAUSE]: cause } } };
}
