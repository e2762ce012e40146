import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import { recorded, recordFlag } from '../change-cause.ts';
import { dryRun, withLastApplied } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import {
  type DryRun,
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  saveConfigFlag,
} from '../common-flags.ts';
import { canonical, parseQuantity } from '../describe/quantity.ts';
import { object } from '../describe/read.ts';
import { apiVersionOf } from '../discovery.ts';
import { CommandError, isCommandFailure } from '../errors.ts';
import { operationWith } from '../nodes/targets.ts';
import { makePrinter } from '../printers/printer.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';

/** `kubectl autoscale`. Models: kubectl/pkg/cmd/autoscale */
export const autoscaleCommand: Command = {
  name: 'autoscale',
  use: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  flags: [
    {
      name: 'cpu',
      type: 'string',
      usage:
        'Target CPU utilization over all the pods. When specified as a percentage (e.g."70%" for 70% of requested CPU) it will target average utilization. When specified as quantity (e.g."500m" for 500 milliCPU) it will target average value. Value without units is treated as a quantity with miliCPU being the unit (e.g."500" is "500m").',
    },
    {
      name: 'cpu-percent',
      type: 'int',
      default: '-1',
      usage:
        "The target average CPU utilization (represented as a percent of requested CPU) over all the pods. If it's not specified or negative, a default autoscaling policy will be used.",
      deprecated:
        "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    },
    dryRunFlag,
    fieldManagerFlag('kubectl-autoscale'),
    ...filenameFlags('Filename, directory, or URL to files identifying the resource to autoscale.'),
    {
      name: 'max',
      type: 'int',
      default: '-1',
      required: true,
      usage: 'The upper limit for the number of pods that can be set by the autoscaler. Required.',
    },
    {
      name: 'memory',
      type: 'string',
      usage:
        'Target memory utilization over all the pods. When specified  as a percentage (e.g."60%" for 60% of requested memory) it will target average utilization. When specified as quantity (e.g."200Mi" for 200 MiB, "1Gi" for 1 GiB) it will target average value. Value without units is treated as a quantity with mebibytes being the unit (e.g."200" is "200Mi").',
    },
    {
      name: 'min',
      type: 'int',
      default: '-1',
      usage:
        "The lower limit for the number of pods that can be set by the autoscaler. If it's not specified or negative, the server will apply a default value.",
    },
    {
      name: 'name',
      type: 'string',
      usage: 'The name for the newly created object. If not specified, the name of the input resource will be used.',
    },
    saveConfigFlag,
    recordFlag,
    ...printFlags,
  ],
  run: runAutoscale,
};

function* runAutoscale(context: CommandContext): Task<number> {
  const { flags, args } = context;
  const mode = dryRun(context);
  const metrics = readMetrics(context);
  const { name: namespace, explicit } = context.namespace();
  const built = yield* build(context, {
    args,
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace,
    enforceNamespace: explicit,
    continueOnError: true,
  });
  const errors: Error[] = [...built.errors];
  for (const info of built.infos) {
    try {
      autoscale(context, info, metrics, mode);
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
    }
  }
  throwErrors(errors);
  if (built.infos.length === 0) throw new CommandError('no objects passed to autoscale');
  return 0;
}

/** The limits and targets that the flags give, checked. Models: autoscale.AutoscaleOptions.Validate */
function readMetrics(context: CommandContext): readonly JsonObject[] {
  const { flags } = context;
  const [min, max, percent] = [flags.int('min'), flags.int('max'), flags.int('cpu-percent')];
  const [cpu, memory] = [flags.string('cpu'), flags.string('memory')];
  if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) {
    throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  }
  if (percent > 0 && cpu !== '') throw new CommandError('--cpu-percent and --cpu are mutually exclusive');
  return [
    ...(percent > 0 ? [metric('cpu', { type: 'Utilization', averageUtilization: percent })] : []),
    ...(cpu === '' ? [] : [metric('cpu', target('cpu', cpu))]),
    ...(memory === '' ? [] : [metric('memory', target('memory', memory))]),
  ];
}

const metric = (name: string, aim: JsonObject): JsonObject => ({ type: 'Resource', resource: { name, target: aim } });

/** `70%` of the request, or an average amount; a bare number counts thousandths of a CPU or mebibytes. Models: autoscale.parseResourceInput */
function target(resource: 'cpu' | 'memory', given: string): JsonObject {
  const input = given.trim();
  if (input === '') throw new CommandError('empty input');
  if (input.endsWith('%')) {
    const percent = input.slice(0, -1);
    if (!/^\+?\d+$/.test(percent)) throw new CommandError(`invalid percentage value: ${percent}`);
    return { type: 'Utilization', averageUtilization: Number(percent) };
  }
  const bare = /^\d+(\.\d+)?$/.test(input);
  const amount = bare ? `${Number(input)}${resource === 'cpu' ? 'm' : 'Mi'}` : input;
  if (parseQuantity(amount) === undefined) throw new CommandError(`invalid resource ${resource} value: ${input}`);
  return { type: 'AverageValue', averageValue: canonical(amount) };
}

function autoscale(context: CommandContext, info: Info, metrics: readonly JsonObject[], mode: DryRun): void {
  const { flags } = context;
  const { type } = info;
  if (!type.subresources.includes('scale')) {
    const resource = `${type.group}/${type.version}, Resource=${type.resource}`;
    throw new CommandError(
      `cannot autoscale a ${type.kind}: could not find scale subresource for ${resource} in discovery information`,
    );
  }
  const { name: namespace, explicit } = context.namespace();
  const autoscaler: JsonObject = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: flags.string('name') || info.name, ...(explicit ? { namespace } : {}) },
    spec: {
      scaleTargetRef: { kind: type.kind, name: info.name, apiVersion: apiVersionOf(type) },
      ...(flags.int('min') > 0 ? { minReplicas: flags.int('min') } : {}),
      maxReplicas: flags.int('max'),
      ...(metrics.length > 0 ? { metrics } : {}),
    },
  };
  if (mode === 'client') {
    // What a Go client prints of an object that no server has seen: fields that it never leaves out.
    const status = { currentMetrics: null, desiredReplicas: 0 };
    makePrinter(context, { operation: operationWith('created', mode) }).print({ ...autoscaler, status });
    return;
  }
  const post = (object: JsonObject, version: string): JsonObject =>
    context.client().object({
      method: 'POST',
      path: `/apis/autoscaling/${version}/namespaces/${encodeURIComponent(namespace)}/horizontalpodautoscalers`,
      query: { fieldManager: flags.string('field-manager'), dryRun: mode === 'server' ? 'All' : undefined },
      body: recorded(context, flags.bool('save-config') ? withLastApplied(object) : object),
    });
  let created: JsonObject;
  try {
    created = post(autoscaler, 'v2');
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    checkOlderVersion(context);
    created = post(inOlderVersion(context, autoscaler), 'v1');
  }
  makePrinter(context, { operation: operationWith('autoscaled', mode) }).print(created);
}

/** Whether version 1 could say the same; kubectl tries it whatever the reason was. Models: AutoscaleOptions.canCreateHPAV1 */
function checkOlderVersion(context: CommandContext): void {
  const { flags } = context;
  const incompatible = (why: string): CommandError =>
    new CommandError(
      `failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: ${why}`,
    );
  const cpu = flags.string('cpu').trim();
  if (cpu === '') throw incompatible('empty input');
  const percent = flags.int('cpu-percent') >= 0 || cpu.endsWith('%');
  if (flags.string('memory') !== '' || !percent) throw incompatible('%!w(<nil>)');
}

function inOlderVersion(context: CommandContext, autoscaler: JsonObject): JsonObject {
  const { metrics: _metrics, ...spec } = object(autoscaler, 'spec') ?? {};
  const percent = context.flags.int('cpu-percent');
  return {
    ...autoscaler,
    apiVersion: 'autoscaling/v1',
    spec: { ...spec, ...(percent >= 0 ? { targetCPUUtilizationPercentage: percent } : {}) },
  };
}
