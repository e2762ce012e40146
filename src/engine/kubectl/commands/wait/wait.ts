import type { JsonObject } from '../../../cluster/json.ts';
import type { Task } from '../../../shell/process/types.ts';
import { changePrinter, withType } from '../../changes.ts';
import type { Command, CommandContext } from '../../command.ts';
import {
  allNamespacesFlag,
  fieldSelectorFlag,
  plainFilenameFlags,
  plainSelectorFlag,
  printFlags,
} from '../../common-flags.ts';
import { groupResource } from '../../discovery.ts';
import { CommandError, isCommandFailure, isNotFound, StatusError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { checkOutput } from '../../printers/printer.ts';
import { type Built, build, throwErrors } from '../../resource/builder.ts';
import { followObject } from '../../resource/follow.ts';
import type { Info } from '../../resource/info.ts';
import { type Condition, readConditions } from './conditions.ts';
import { fetch, timedOut, waitUntilGone } from './until-gone.ts';

const weekMs = 168 * 3_600_000;

/** `kubectl wait`. Models: kubectl/pkg/cmd/wait/wait.go */
export const wait: Command = {
  name: 'wait',
  use: "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  short: 'Wait for a specific condition on one or many resources',
  flags: [
    ...printFlags,
    ...plainFilenameFlags('identifying the resource.'),
    {
      name: 'all',
      type: 'bool',
      usage: 'Select all resources in the namespace of the specified resource types',
    },
    allNamespacesFlag,
    fieldSelectorFlag,
    plainSelectorFlag,
    {
      name: 'for',
      type: 'stringArray',
      usage:
        "The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true. Condition values are compared after Unicode simple case folding, which is a more general form of case-insensitivity. Multiple conditions are supported and AND'ed to each other in a sequential order. If --for=create is passed, it is always waited first.",
    },
    { name: 'local', type: 'bool', usage: 'If true, annotation will NOT contact api-server but run locally.' },
    {
      name: 'timeout',
      type: 'duration',
      default: '30s',
      usage:
        "The length of time to wait before giving up. Zero means check once and don't wait, negative means wait for a week.",
    },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    checkOutput(context);
    const conditions = readConditions(flags.strings('for'));
    const printer = changePrinter(context, 'condition met', 'none');
    const given = flags.durationMs('timeout');
    const timeoutMs = given < 0 ? weekMs : given;
    const deadlineMs = context.process.machine.clock.nowMs() + timeoutMs;
    if (conditions.some((condition) => condition.kind === 'create')) yield* untilCreated(context, deadlineMs);
    const forDelete = conditions.some((condition) => condition.kind === 'delete');
    const built = yield* find(context, forDelete);
    const errors = [...built.errors];
    for (const info of built.infos) {
      try {
        for (const condition of conditions) {
          const object = yield* meet(context, info, condition, timeoutMs === 0 ? undefined : deadlineMs);
          printer.print(withType(object, info.type));
        }
      } catch (error) {
        if (!isCommandFailure(error)) throw error;
        errors.push(error);
      }
    }
    throwErrors(flags.strings('filename').length > 0 && errors.length > 1 ? ofFiles(errors, built.errors) : errors);
    if (built.infos.length === 0 && !forDelete) throw new CommandError('no matching resources found');
    return 0;
  },
};

/** Of several objects of files, those that the server does not have come last and without the reason. */
function ofFiles(errors: readonly Error[], missing: readonly Error[]): readonly Error[] {
  const others = errors.filter((error) => !missing.includes(error));
  return [
    ...others,
    ...missing.map((error) => (error instanceof StatusError ? new CommandError(error.message) : error)),
  ];
}

function* find(context: CommandContext, ignoreNotFound: boolean): Task<Built> {
  const { flags } = context;
  return yield* build(context, {
    args: context.args,
    filenames: flags.strings('filename'),
    recursive: flags.bool('recursive'),
    namespace: context.namespace().name,
    allNamespaces: flags.bool('all-namespaces'),
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    typeAlone: flags.bool('all'),
    local: flags.bool('local'),
    latest: !flags.bool('local'),
    continueOnError: true,
    ...(ignoreNotFound ? { ignore: isNotFound } : {}),
  });
}

function* untilCreated(context: CommandContext, deadlineMs: number): Task<void> {
  for (;;) {
    const built = yield* find(context, true);
    throwErrors(built.errors);
    if (built.infos.length > 0) return;
    if (context.process.machine.clock.nowMs() + 500 > deadlineMs)
      throw new CommandError('timed out waiting for the condition');
    yield* context.process.sleep(500);
  }
}

/** Waits for one condition on one object; without a deadline it is looked at once. */
function* meet(
  context: CommandContext,
  info: Info,
  condition: Condition,
  deadlineMs: number | undefined,
): Task<JsonObject> {
  const known = info.object ?? {};
  const notMet = (): CommandError => new CommandError(`condition not met for ${info.type.resource}/${info.name}`);
  if (condition.kind === 'create') return known;
  if (condition.kind === 'delete') {
    if (deadlineMs === undefined) {
      if (fetch(context, info) !== undefined) throw notMet();
    } else yield* waitUntilGone(context, info, '', deadlineMs);
    return known;
  }
  if (deadlineMs === undefined) {
    const current = fetch(context, info);
    if (current === undefined) throw notFound(info);
    if (!condition.holds(current)) throw notMet();
    return current;
  }
  // Objects share the time: once it is over, kubectl does not look at the next ones.
  if (context.process.machine.clock.nowMs() >= deadlineMs) throw timedOut(info);
  let met: JsonObject | undefined;
  let missing = false;
  yield* followObject(context, info, deadlineMs, (sight) => {
    if (sight === 'absent') missing = true;
    else if (typeof sight === 'object' && condition.holds(sight.object)) met = sight.object;
    return missing || met !== undefined;
  });
  if (missing) throw notFound(info);
  if (met === undefined) throw timedOut(info);
  return met;
}

function notFound(info: Info): StatusError {
  const message = `${groupResource(info.type)} ${quote(info.name)} not found`;
  return new StatusError({ kind: 'Status', status: 'Failure', message, reason: 'NotFound', code: 404 });
}
