import type { JsonObject } from '../../../cluster/json.ts';
import type { Command, CommandContext } from '../../command.ts';
import { printFlags } from '../../common-flags.ts';
import { goList, object, text, texts } from '../../describe/read.ts';
import { CommandError, StatusError } from '../../errors.ts';
import { makePrinter } from '../../printers/printer.ts';
import { TabWriter } from '../../printers/tab-writer.ts';

/** `kubectl auth whoami`. Models: kubectl/pkg/cmd/auth/whoami.go */
export const whoAmICommand: Command = {
  name: 'whoami',
  use: '',
  short: 'Experimental: Check self subject attributes',
  flags: printFlags,
  run: runWhoAmI,
};

function runWhoAmI(context: CommandContext): number {
  const { flags } = context;
  const printer =
    flags.string('output') === '' && flags.string('template') === ''
      ? undefined
      : makePrinter(context, { typed: true });
  const review = askServer(context);
  if (printer !== undefined) {
    printer.print(inOrder(review));
    return 0;
  }
  const user = object(review, 'status', 'userInfo') ?? {};
  const tabs = new TabWriter(context.out);
  tabs.write('ATTRIBUTE\tVALUE\n');
  if (text(user, 'username') !== '') tabs.write(`Username\t${text(user, 'username')}\n`);
  if (text(user, 'uid') !== '') tabs.write(`UID\t${text(user, 'uid')}\n`);
  const groups = texts(user, 'groups');
  if (groups.length > 0) tabs.write(`Groups\t${goList(groups)}\n`);
  const extra = object(user, 'extra') ?? {};
  for (const key of Object.keys(extra).sort()) tabs.write(`Extra: ${key}\t${goList(texts(extra, key))}\n`);
  tabs.flush();
  return 0;
}

/** The review with its fields as Go's struct has them. */
function inOrder(review: JsonObject): JsonObject {
  const user = object(review, 'status', 'userInfo') ?? {};
  const pick = (from: JsonObject, names: readonly string[]): JsonObject =>
    Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
  return {
    ...pick(review, ['kind', 'apiVersion', 'metadata']),
    status: { userInfo: pick(user, ['username', 'uid', 'groups', 'extra']) },
  };
}

function askServer(context: CommandContext) {
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'SelfSubjectReview',
    metadata: {},
    status: { userInfo: {} },
  };
  try {
    return context.client().object({ method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', body });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.reason === 'NotFound') throw new CommandError('the selfsubjectreviews API is not enabled in the cluster');
    if (error.reason === 'Forbidden') {
      throw new CommandError(
        'the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it',
      );
    }
    throw error;
  }
}
