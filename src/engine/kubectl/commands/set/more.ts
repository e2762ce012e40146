import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import { recordFlag } from '../../change-cause.ts';
import type { Command } from '../../command.ts';
import { plainFilenameFlags, selectorFlag } from '../../common-flags.ts';
import { CommandError } from '../../errors.ts';
import { withMetadata } from '../../json.ts';
import { parseQuantity, QUANTITY_FORM } from '../../printers/quantity.ts';
import { mapContainers, withPodSpec } from './pod-spec.ts';
import { type Change, matchesWildcard, setFlags, setFlagsWithoutFiles, setOnResources } from './set-command.ts';

/** `kubectl set resources`. Models: kubectl/pkg/cmd/set/set_resources.go */
export const setResources: Command = {
  name: 'resources',
  use: '(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  short: 'Update resource requests/limits on objects with pod templates',
  flags: [
    ...setFlags('set resources'),
    recordFlag,
    selectorFlag,
    {
      name: 'containers',
      shorthand: 'c',
      type: 'string',
      default: '*',
      usage:
        'The names of containers in the selected pod templates to change, all containers are selected by default - may use wildcards',
    },
    {
      name: 'limits',
      type: 'string',
      usage:
        "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges.",
    },
    {
      name: 'requests',
      type: 'string',
      usage:
        "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges.",
    },
  ],
  *run(context): Task<number> {
    const { flags, args } = context;
    const limits = quantities(flags.string('limits'));
    const requests = quantities(flags.string('requests'));
    const validate = (): void => {
      if (flags.string('limits') !== '' || flags.string('requests') !== '') return;
      throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    };
    const change: Change = (info, object) =>
      withPodSpec(info.type, object, (spec) => {
        const pattern = flags.string('containers');
        const names = [...objects(spec['initContainers']), ...objects(spec['containers'])].map((each) =>
          text(each['name']),
        );
        if (!names.some((name) => matchesWildcard(pattern, name))) {
          throw new CommandError(`error: unable to find container named ${pattern}`);
        }
        return mapContainers(spec, (container) => {
          if (!matchesWildcard(pattern, text(container['name']))) return container;
          const have = record(container['resources']);
          return {
            ...container,
            resources: {
              ...have,
              ...(Object.keys(limits).length > 0 ? { limits: { ...record(have['limits']), ...limits } } : {}),
              ...(Object.keys(requests).length > 0 ? { requests: { ...record(have['requests']), ...requests } } : {}),
            },
          };
        });
      });
    return yield* setOnResources(context, args, 'resource requirements updated', change, validate);
  },
};

/** `kubectl set selector`. */
export const setSelector: Command = {
  name: 'selector',
  use: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  short: 'Set the selector on a resource',
  flags: [
    ...setFlagsWithoutFiles('annotation', 'Select all resources in the namespace of the specified resource types'),
    ...plainFilenameFlags('identifying the resource.'),
    recordFlag,
    {
      name: 'resource-version',
      type: 'string',
      usage:
        'If non-empty, the selectors update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.',
    },
  ],
  *run(context): Task<number> {
    const expression = context.args.at(-1) ?? '';
    const resources = context.args.slice(0, -1);
    if (expression === '') throw new CommandError('one selector is required');
    const requirements = expression.split(',').map((pair) => pair.split(/==?/, 2));
    const selector = Object.fromEntries(requirements) as JsonObject;
    return yield* setOnResources(context, resources, 'selector updated', (info, object) => {
      if (info.type.kind !== 'Service') throw new CommandError(`setting a selector is only supported for Services`);
      const bare = requirements.filter((requirement) => requirement.length < 2).map(([key]) => `{${key} Exists []}`);
      if (bare.length > 0) {
        throw new CommandError(`match expression [${bare.join(' ')}] not supported on this object`);
      }
      const version = context.flags.string('resource-version');
      const changed = { ...object, spec: { ...record(object['spec']), selector } };
      return version === '' ? changed : withMetadata(changed, { resourceVersion: version });
    });
  },
};

/** `kubectl set serviceaccount`. */
export const setServiceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  use: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  short: 'Update the service account of a resource',
  flags: [...setFlags('set serviceaccount'), recordFlag],
  *run(context): Task<number> {
    const account = context.args.at(-1);
    if (account === undefined) throw new CommandError('serviceaccount is required');
    return yield* setOnResources(context, context.args.slice(0, -1), 'serviceaccount updated', (info, object) =>
      withPodSpec(info.type, object, (spec) => ({ ...spec, serviceAccountName: account })),
    );
  },
};

/** `kubectl set subject`. */
export const setSubject: Command = {
  name: 'subject',
  use: '(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Update the user, group, or service account in a role binding or cluster role binding',
  flags: [
    ...setFlags('set subject', {
      filename: 'Filename, directory, or URL to files the resource to update the subjects',
    }),
    selectorFlag,
    { name: 'group', type: 'stringArray', usage: 'Groups to bind to the role' },
    { name: 'serviceaccount', type: 'stringArray', usage: 'Service accounts to bind to the role' },
    { name: 'user', type: 'stringArray', usage: 'Usernames to bind to the role' },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const apiGroup = 'rbac.authorization.k8s.io';
    const added: readonly JsonObject[] = [
      ...flags.strings('user').map((name) => ({ kind: 'User', apiGroup, name })),
      ...flags.strings('group').map((name) => ({ kind: 'Group', apiGroup, name })),
      ...flags.strings('serviceaccount').map((account) => {
        const [namespace = '', name = ''] = account.split(':');
        if (namespace === '' || name === '') throw new CommandError('serviceaccount must be <namespace>:<name>');
        return { kind: 'ServiceAccount', namespace, name };
      }),
    ];
    const validate = (): void => {
      if (added.length > 0) return;
      throw new CommandError('you must specify at least one value of user, group or serviceaccount');
    };
    const change: Change = (info, object) => {
      if (!info.type.kind.endsWith('RoleBinding')) {
        throw new CommandError('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
      }
      const have = objects(object['subjects']);
      const same = (a: JsonObject, b: JsonObject): boolean =>
        a['kind'] === b['kind'] && a['name'] === b['name'] && text(a['namespace']) === text(b['namespace']);
      return { ...object, subjects: [...have, ...added.filter((each) => !have.some((other) => same(each, other)))] };
    };
    return yield* setOnResources(context, context.args, 'subjects updated', change, validate);
  },
};

/** Reads `cpu=100m,memory=256Mi`. Throws `CommandError`. */
function quantities(list: string): JsonObject {
  if (list === '') return {};
  return Object.fromEntries(
    list.split(',').map((pair) => {
      const [name = '', value] = pair.split('=');
      if (value === undefined || name === '')
        throw new CommandError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      if (parseQuantity(value) === undefined) throw new CommandError(QUANTITY_FORM);
      return [name, value];
    }),
  );
}
