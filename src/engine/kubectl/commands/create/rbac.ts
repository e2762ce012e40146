import type { JsonObject } from '../../../cluster/json.ts';
import type { Command, CommandContext } from '../../command.ts';
import type { ResourceType } from '../../discovery.ts';
import { CommandError, VerbatimError } from '../../errors.ts';
import type { FlagSpec } from '../../flags.ts';
import { quote } from '../../go/quote.ts';
import { createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;
const STANDARD_VERBS = [
  '*',
  'get',
  'delete',
  'list',
  'create',
  'update',
  'patch',
  'watch',
  'proxy',
  'deletecollection',
  'use',
  'bind',
  'impersonate',
  'escalate',
];

const ruleFlags: readonly FlagSpec[] = [
  { name: 'resource', type: 'stringSlice', usage: 'Resource that the rule applies to' },
  {
    name: 'resource-name',
    type: 'stringArray',
    usage: 'Resource in the white list that the rule applies to, repeat this flag for multiple items',
  },
  { name: 'verb', type: 'stringSlice', usage: 'Verb that applies to the resources contained in the rule' },
];

/** `kubectl create role`. Models: kubectl/pkg/cmd/create/create_role.go */
export const createRole: Command = {
  name: 'role',
  use: 'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a role with single rule',
  flags: [...generatorFlags, ...ruleFlags],
  run(context) {
    const name = nameArgument(context);
    const rules = resourceRules(context, true);
    return createGenerated(
      context,
      { kind: 'Role', apiVersion, metadata: generatedMetadata(context, name), rules },
      '',
    );
  },
};

/** `kubectl create clusterrole`. */
export const createClusterRole: Command = {
  name: 'clusterrole',
  use: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a cluster role',
  flags: [
    ...generatorFlags,
    ...ruleFlags,
    { name: 'non-resource-url', type: 'stringSlice', usage: 'A partial url that user should have access to.' },
    {
      name: 'aggregation-rule',
      type: 'stringSlice',
      default: '',
      usage: 'An aggregation label selector for combining ClusterRoles.',
    },
  ],
  run(context) {
    const name = nameArgument(context);
    const { flags } = context;
    const urls = flags.strings('non-resource-url');
    const metadata = generatedMetadata(context, name, {}, false);
    if (flags.changed('aggregation-rule')) {
      if (
        urls.length +
          flags.strings('verb').length +
          flags.strings('resource').length +
          flags.strings('resource-name').length >
        0
      ) {
        throw new CommandError(
          'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
        );
      }
      const labels = Object.fromEntries(flags.strings('aggregation-rule').map((pair) => pair.split('=', 2)));
      const aggregationRule = { clusterRoleSelectors: [{ matchLabels: labels }] };
      return createGenerated(context, { kind: 'ClusterRole', apiVersion, metadata, rules: null, aggregationRule }, '');
    }
    const verbs = verbsOf(context);
    if (flags.strings('resource').length === 0 && urls.length === 0) {
      throw new CommandError('one of resource or nonResourceURL must be specified');
    }
    const resourceRulesFirst = flags.strings('resource').length > 0 ? resourceRules(context, false) : [];
    checkUrls(verbs, urls);
    const rules = [...resourceRulesFirst, ...(urls.length > 0 ? [{ verbs, nonResourceURLs: urls }] : [])];
    return createGenerated(context, { kind: 'ClusterRole', apiVersion, metadata, rules }, '');
  },
};

const URL_VERBS = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];

/** Models: CreateClusterRoleOptions.Validate */
function checkUrls(verbs: readonly string[], urls: readonly string[]): void {
  if (urls.length === 0) return;
  const unknown = verbs.find((verb) => !URL_VERBS.includes(verb));
  if (unknown !== undefined) throw new CommandError(`invalid verb: '${unknown}' for nonResourceURL`);
  for (const url of urls) {
    if (url === '*') continue;
    if (!url.startsWith('/')) throw new CommandError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*')) {
      throw new CommandError("nonResourceURL only supports wildcard matches when '*' is at the end");
    }
  }
}

const subjectFlags = (kind: string): readonly FlagSpec[] => [
  {
    name: 'group',
    type: 'stringArray',
    usage: `Groups to bind to the ${kind}. The flag can be repeated to add multiple groups.`,
  },
  {
    name: 'serviceaccount',
    type: 'stringArray',
    usage: `Service accounts to bind to the ${kind}, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.`,
  },
  {
    name: 'user',
    type: 'stringArray',
    usage: `Usernames to bind to the ${kind}. The flag can be repeated to add multiple users.`,
  },
];

/** `kubectl create rolebinding`. Models: kubectl/pkg/cmd/create/create_rolebinding.go */
export const createRoleBinding: Command = {
  name: 'rolebinding',
  use: 'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  flags: [
    ...generatorFlags,
    ...subjectFlags('role').map((flag) => flag),
    { name: 'clusterrole', type: 'string', usage: 'ClusterRole this RoleBinding should reference' },
    { name: 'role', type: 'string', usage: 'Role this RoleBinding should reference' },
  ],
  run(context) {
    const name = nameArgument(context);
    const clusterRole = context.flags.string('clusterrole');
    const role = context.flags.string('role');
    if ((clusterRole === '') === (role === ''))
      throw new CommandError('exactly one of clusterrole or role must be specified');
    const subjects = subjectsOf(context);
    const object: JsonObject = {
      kind: 'RoleBinding',
      apiVersion,
      metadata: generatedMetadata(context, name),
      ...(subjects.length > 0 ? { subjects } : {}),
      roleRef: { apiGroup: group, kind: role === '' ? 'ClusterRole' : 'Role', name: role || clusterRole },
    };
    return createGenerated(context, object, 'failed to create rolebinding: ');
  },
};

/** `kubectl create clusterrolebinding`. */
export const createClusterRoleBinding: Command = {
  name: 'clusterrolebinding',
  use: 'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  flags: [
    ...generatorFlags,
    ...subjectFlags('clusterrole'),
    {
      name: 'clusterrole',
      type: 'string',
      required: true,
      usage: 'ClusterRole this ClusterRoleBinding should reference',
    },
  ],
  run(context) {
    const name = nameArgument(context);
    const subjects = subjectsOf(context);
    const object: JsonObject = {
      kind: 'ClusterRoleBinding',
      apiVersion,
      metadata: generatedMetadata(context, name, {}, false),
      ...(subjects.length > 0 ? { subjects } : {}),
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: context.flags.string('clusterrole') },
    };
    return createGenerated(context, object, 'failed to create clusterrolebinding: ');
  },
};

function verbsOf(context: CommandContext): readonly string[] {
  const given = [...new Set(context.flags.strings('verb'))];
  const verbs = given.includes('*') ? ['*'] : given;
  if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
  for (const verb of verbs) {
    if (!STANDARD_VERBS.includes(verb)) context.err(`Warning: '${verb}' is not a standard resource verb\n`);
  }
  return verbs;
}

/** One rule a group of the server's, sorted. */
function resourceRules(context: CommandContext, required: boolean): readonly JsonObject[] {
  const verbs = verbsOf(context);
  const words = context.flags.strings('resource');
  if (required && words.length === 0) throw new CommandError('at least one resource must be specified');
  const names = [...new Set(context.flags.strings('resource-name'))];
  const byGroup = new Map<string, string[]>();
  for (const word of words.includes('*') ? ['*'] : words) {
    const [whole = '', subresource] = word.split('/');
    const [resource = '', ...groupParts] = whole.split('.');
    if (resource === '') throw new CommandError('resource must be specified if apiGroup/subresource specified');
    const known = resource === '*' ? undefined : resolved(context, [resource, ...groupParts].join('.'));
    const apiGroup = known?.group ?? groupParts.join('.');
    const shown = (known?.resource ?? resource) + (subresource === undefined ? '' : `/${subresource}`);
    const list = byGroup.get(apiGroup) ?? [];
    if (!list.includes(shown)) list.push(shown);
    byGroup.set(apiGroup, list);
  }
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([apiGroup, resources]) => ({
      verbs,
      apiGroups: [apiGroup],
      resources,
      ...(names.length > 0 ? { resourceNames: names } : {}),
    }));
}

/** Here the message stands without `error:`. */
function resolved(context: CommandContext, word: string): ResourceType {
  const found = context.discovery().find(word);
  if (found === undefined) throw new VerbatimError(`the server doesn't have a resource type ${quote(word)}`);
  return found;
}

function subjectsOf(context: CommandContext): readonly JsonObject[] {
  const { flags } = context;
  const accounts = flags.strings('serviceaccount').map((account) => {
    const parts = account.split(':');
    if (parts.length !== 2 || parts[0] === '' || parts[1] === '') {
      throw new CommandError('serviceaccount must be <namespace>:<name>');
    }
    return { kind: 'ServiceAccount', name: parts[1] ?? '', namespace: parts[0] ?? '' };
  });
  return [
    ...flags.strings('user').map((name) => ({ kind: 'User', apiGroup: group, name })),
    ...flags.strings('group').map((name) => ({ kind: 'Group', apiGroup: group, name })),
    ...accounts,
  ];
}
