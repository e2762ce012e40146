import type { JsonObject } from '../../../cluster/json.ts';
import { record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { Command } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { metadataOf, nameOf } from '../../json.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import { commandArguments, createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';

/** `kubectl create job`. Models: kubectl/pkg/cmd/create/create_job.go */
export const createJob: Command = {
  name: 'job',
  use: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  flags: [
    ...generatorFlags,
    {
      name: 'from',
      type: 'string',
      usage: 'The name of the resource to create a Job from (only CronJob is supported).',
    },
    { name: 'image', type: 'string', usage: 'Image name to run.' },
  ],
  *run(context): Task<number> {
    const name = nameArgument(context);
    const image = context.flags.string('image');
    const from = context.flags.string('from');
    const command = commandArguments(context);
    if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
    if (from !== '' && command.length > 0) throw new CommandError('cannot specify --from and command');
    if (from === '') {
      const object: JsonObject = {
        kind: 'Job',
        apiVersion: 'batch/v1',
        metadata: generatedMetadata(context, name),
        spec: { template: podTemplate(name, image, command, 'Never') },
        status: {},
      };
      return createGenerated(context, object, 'failed to create job: ');
    }
    const built = yield* build(context, { args: [from], namespace: context.namespace().name });
    throwErrors(built.errors);
    const cronJob = built.infos[0]?.object;
    if (built.infos.length !== 1 || cronJob === undefined || cronJob['kind'] !== 'CronJob') {
      throw new CommandError('from must be an existing cronjob');
    }
    return createGenerated(context, jobOf(generatedMetadata(context, name), cronJob), 'failed to create job: ');
  },
};

/** `kubectl create cronjob`. Models: kubectl/pkg/cmd/create/create_cronjob.go */
export const createCronJob: Command = {
  name: 'cronjob',
  aliases: ['cj'],
  use: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  short: 'Create a cron job with the specified name',
  flags: [
    ...generatorFlags,
    { name: 'image', type: 'string', required: true, usage: 'Image name to run.' },
    { name: 'restart', type: 'string', usage: "job's restart policy. supported values: OnFailure, Never" },
    {
      name: 'schedule',
      type: 'string',
      required: true,
      usage: 'A schedule in the Cron format the job should be run with.',
    },
  ],
  run(context) {
    const name = nameArgument(context);
    const restart = context.flags.string('restart') || 'OnFailure';
    const object: JsonObject = {
      kind: 'CronJob',
      apiVersion: 'batch/v1',
      metadata: generatedMetadata(context, name),
      spec: {
        schedule: context.flags.string('schedule'),
        jobTemplate: {
          metadata: { name },
          spec: { template: podTemplate(name, context.flags.string('image'), commandArguments(context), restart) },
        },
      },
      status: {},
    };
    return createGenerated(context, object, 'failed to create cronjob: ');
  },
};

function podTemplate(name: string, image: string, command: readonly string[], restartPolicy: string): JsonObject {
  return {
    metadata: {},
    spec: {
      containers: [{ name, image, ...(command.length > 0 ? { command } : {}), resources: {} }],
      restartPolicy,
    },
  };
}

function jobOf(metadata: JsonObject, cronJob: JsonObject): JsonObject {
  const template = record(record(cronJob['spec'])['jobTemplate']);
  const own = metadataOf(template);
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: {
      ...metadata,
      ...(own['labels'] === undefined ? {} : { labels: own['labels'] }),
      annotations: { ...record(own['annotations']), 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: nameOf(cronJob),
          uid: text(metadataOf(cronJob)['uid']),
          controller: true,
        },
      ],
    },
    spec: record(template['spec']),
    status: {},
  };
}
