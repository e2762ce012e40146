import type { JsonObject } from '../../../cluster/json.ts';
import type { Command, CommandContext } from '../../command.ts';
import { combinedResource, compactRules } from '../../describe/rbac.ts';
import { flag, goList, items, text } from '../../describe/read.ts';
import type { ResourceType } from '../../discovery.ts';
import { CommandError, UnreachableError } from '../../errors.ts';
import { TabWriter } from '../../printers/tab-writer.ts';

const RESOURCE_VERBS =
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  );
const URL_VERBS = 'get put post head options delete patch *'.split(' ');

/** `kubectl auth can-i`. Models: kubectl/pkg/cmd/auth/cani.go */
export const canICommand: Command = {
  name: 'can-i',
  use: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  short: 'Check whether an action is allowed',
  flags: [
    {
      name: 'all-namespaces',
      shorthand: 'A',
      type: 'bool',
      usage: 'If true, check the specified action in all namespaces.',
    },
    { name: 'list', type: 'bool', usage: 'If true, prints all allowed actions.' },
    { name: 'no-headers', type: 'bool', usage: 'If true, prints allowed actions without headers' },
    {
      name: 'quiet',
      shorthand: 'q',
      type: 'bool',
      usage: 'If true, suppress output and just return the exit code.',
    },
    { name: 'subresource', type: 'string', usage: 'SubResource such as pod/log or deployment/scale' },
  ],
  run: (context) => (context.flags.bool('list') ? listAccess(context) : checkAccess(context)),
};

/** What is asked about: a resource, or a URL. */
interface Question {
  readonly verb: string;
  readonly url: string;
  readonly resource: { readonly group: string; readonly resource: string; readonly type: ResourceType | undefined };
  readonly name: string;
}

function checkAccess(context: CommandContext): number {
  const { flags } = context;
  const question = readQuestion(context);
  const all = flags.bool('all-namespaces');
  const namespace = all ? '' : context.namespace().name;
  checkQuestion(context, question, all);
  const spec: JsonObject =
    question.url === ''
      ? {
          resourceAttributes: {
            ...(namespace === '' ? {} : { namespace }),
            verb: question.verb,
            group: question.resource.group,
            resource: question.resource.resource,
            subresource: flags.string('subresource'),
            name: question.name,
          },
        }
      : { nonResourceAttributes: { verb: question.verb, path: question.url } };
  const review = context.client().object({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec },
  });
  const allowed = flag(review, 'status', 'allowed');
  const reasons = [text(review, 'status', 'reason'), text(review, 'status', 'evaluationError')].filter(
    (each) => each !== '',
  );
  if (!flags.bool('quiet')) context.out(allowed ? 'yes\n' : `${['no', ...reasons].join(' - ')}\n`);
  return allowed ? 0 : 1;
}

function readQuestion(context: CommandContext): Question {
  const { args } = context;
  const [verb = '', target = ''] = args;
  if (args.length !== 2) {
    throw new CommandError(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    );
  }
  if (target.startsWith('/'))
    return { verb, url: target, resource: { group: '', resource: '', type: undefined }, name: '' };
  const slash = target.indexOf('/');
  const word = slash < 0 ? target : target.slice(0, slash);
  return { verb, url: '', resource: readResource(context, word), name: slash < 0 ? '' : target.slice(slash + 1) };
}

function readResource(context: CommandContext, word: string): Question['resource'] {
  if (word === '*') return { group: '', resource: '*', type: undefined };
  const type = findIfReached(context, word.toLowerCase());
  if (type !== undefined) return { group: type.group, resource: type.resource, type };
  const [resource = '', ...group] = word.toLowerCase().split('.');
  if (word !== 'users' && word !== 'groups') {
    const where = group.length === 0 ? '' : ` in group '${group.join('.')}'`;
    context.err(`Warning: the server doesn't have a resource type '${resource}'${where}\n\n`);
  }
  return { group: '', resource: word, type: undefined };
}

/** Without a server no type is known; the question itself will fail. */
function findIfReached(context: CommandContext, word: string): ResourceType | undefined {
  try {
    return context.discovery().find(word, 2);
  } catch (error) {
    if (error instanceof UnreachableError) return undefined;
    throw error;
  }
}

function checkQuestion(context: CommandContext, question: Question, all: boolean): void {
  const { flags } = context;
  const warn = (notice: string): void => context.err(`Warning: ${notice}\n\n`);
  if (question.url !== '') {
    if (flags.string('subresource') !== '') throw new CommandError('--subresource can not be used with NonResourceURL');
    if (!URL_VERBS.includes(question.verb)) warn(`verb '${question.verb}' is not a known verb`);
  } else if (!all) {
    const { type } = question.resource;
    if (type !== undefined && !type.namespaced) {
      const where = type.group === '' ? '' : ` in group '${type.group}'`;
      warn(`resource '${type.resource}' is not namespace scoped${where}`);
    }
    if (!RESOURCE_VERBS.includes(question.verb)) warn(`verb '${question.verb}' is not a known verb`);
  }
  if (flags.bool('no-headers')) throw new CommandError('--no-headers cannot be set without --list specified');
}

function listAccess(context: CommandContext): number {
  const { flags, args } = context;
  if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
  if (flags.bool('quiet') || flags.bool('all-namespaces') || flags.string('subresource') !== '') {
    throw new CommandError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
  }
  const review = context.client().object({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      metadata: {},
      spec: { namespace: context.namespace().name },
    },
  });
  if (flag(review, 'status', 'incomplete')) {
    context.err(`Warning: the list may be incomplete: ${text(review, 'status', 'evaluationError')}\n`);
  }
  const rules = compactRules([
    ...items(review, 'status', 'resourceRules'),
    ...items(review, 'status', 'nonResourceRules'),
  ]);

  const tabs = new TabWriter(context.out);
  const list = (value: string | undefined): string => goList(value === undefined ? [] : [value]);
  if (!flags.bool('no-headers')) tabs.write('Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
  for (const rule of rules) {
    tabs.write(`${combinedResource(rule)}\t${list(rule.url)}\t${list(rule.name)}\t${goList(rule.verbs)}\n`);
  }
  tabs.flush();
  return 0;
}
