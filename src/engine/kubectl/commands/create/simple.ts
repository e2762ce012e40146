import type { JsonObject } from '../../../cluster/json.ts';
import type { Command } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { parseQuantity, QUANTITY_FORM } from '../../printers/quantity.ts';
import { createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';

/** `kubectl create namespace`. */
export const createNamespace: Command = {
  name: 'namespace',
  aliases: ['ns'],
  use: 'NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  flags: generatorFlags,
  run(context) {
    const metadata = generatedMetadata(context, nameArgument(context), {}, false);
    return createGenerated(context, { kind: 'Namespace', apiVersion: 'v1', metadata, spec: {}, status: {} }, '');
  },
};

/** `kubectl create serviceaccount`. */
export const createServiceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  use: 'NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  flags: generatorFlags,
  run(context) {
    const metadata = generatedMetadata(context, nameArgument(context));
    return createGenerated(
      context,
      { kind: 'ServiceAccount', apiVersion: 'v1', metadata },
      'failed to create serviceaccount: ',
    );
  },
};

/** `kubectl create quota`. Models: kubectl/pkg/cmd/create/create_quota.go */
export const createQuota: Command = {
  name: 'quota',
  aliases: ['resourcequota'],
  use: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  flags: [
    ...generatorFlags,
    {
      name: 'hard',
      type: 'string',
      usage: 'A comma-delimited set of resource=quantity pairs that define a hard limit.',
    },
    {
      name: 'scopes',
      type: 'string',
      usage: 'A comma-delimited set of quota scopes that must all match each object tracked by the quota.',
    },
  ],
  run(context) {
    const name = nameArgument(context);
    const hard = context.flags.string('hard');
    const scopes = context.flags.string('scopes');
    const limits = hard.split(',').flatMap((pair): readonly (readonly [string, string])[] => {
      if (hard === '') return [];
      const parts = pair.split('=');
      if (parts.length !== 2) throw new CommandError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      const [resource = '', amount = ''] = parts;
      if (parseQuantity(amount) === undefined) throw new CommandError(QUANTITY_FORM);
      return [[resource, amount]];
    });
    const names = scopes === '' ? [] : scopes.split(',');
    if (names.includes('')) throw new CommandError('invalid resource quota scope ""');
    const spec: JsonObject = {
      ...(limits.length > 0 ? { hard: Object.fromEntries(limits) } : {}),
      ...(names.length > 0 ? { scopes: names } : {}),
    };
    const object = {
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: generatedMetadata(context, name),
      spec,
      status: {},
    };
    return createGenerated(context, object, 'failed to create quota: ');
  },
};

/** `kubectl create priorityclass`. */
export const createPriorityClass: Command = {
  name: 'priorityclass',
  aliases: ['pc'],
  use: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  flags: [
    ...generatorFlags,
    {
      name: 'description',
      type: 'string',
      usage:
        'description is an arbitrary string that usually provides guidelines on when this priority class should be used.',
    },
    {
      name: 'global-default',
      type: 'bool',
      usage: 'global-default specifies whether this PriorityClass should be considered as the default priority.',
    },
    {
      name: 'preemption-policy',
      type: 'string',
      default: 'PreemptLowerPriority',
      usage: 'preemption-policy is the policy for preempting pods with lower priority.',
    },
    { name: 'value', type: 'int', usage: 'the value of this priority class.' },
  ],
  run(context) {
    const { flags } = context;
    const description = flags.string('description');
    const object: JsonObject = {
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: generatedMetadata(context, nameArgument(context), {}, false),
      value: flags.int('value'),
      ...(flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(description === '' ? {} : { description }),
      preemptionPolicy: flags.string('preemption-policy'),
    };
    return createGenerated(context, object, 'failed to create priorityclass: ');
  },
};

/** `kubectl create poddisruptionbudget`. Models: kubectl/pkg/cmd/create/create_pdb.go */
export const createPodDisruptionBudget: Command = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  use: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  short: 'Create a pod disruption budget with the specified name',
  flags: [
    ...generatorFlags,
    {
      name: 'max-unavailable',
      type: 'string',
      usage: 'The maximum number or percentage of unavailable pods this budget requires.',
    },
    {
      name: 'min-available',
      type: 'string',
      usage: 'The minimum number or percentage of available pods this budget requires.',
    },
    {
      name: 'selector',
      type: 'string',
      usage: 'A label selector to use for this budget. Only equality-based selector requirements are supported.',
    },
  ],
  run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const minimum = flags.string('min-available');
    const maximum = flags.string('max-unavailable');
    if (flags.string('selector') === '') throw new CommandError('a selector must be specified');
    if (minimum === '' && maximum === '')
      throw new CommandError('one of min-available or max-unavailable must be specified');
    if (minimum !== '' && maximum !== '')
      throw new CommandError('min-available and max-unavailable cannot be both specified');
    const count = (value: string, flag: string): string | number => {
      if (/^\d+%$/.test(value)) return value;
      if (/^\d+$/.test(value)) return Number(value);
      throw new CommandError(`invalid format specified for ${flag}`);
    };
    const labels = flags
      .string('selector')
      .split(',')
      .map((pair) => pair.split('=').map((part) => part.trim()));
    const object: JsonObject = {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: generatedMetadata(context, name),
      spec: {
        ...(minimum === '' ? {} : { minAvailable: count(minimum, 'min-available') }),
        selector: { matchLabels: Object.fromEntries(labels.map((parts) => [parts[0] ?? '', parts.at(-1) ?? ''])) },
        ...(maximum === '' ? {} : { maxUnavailable: count(maximum, 'max-unavailable') }),
      },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    };
    return createGenerated(context, object, 'failed to create poddisruptionbudgets: ');
  },
};
