import type { JsonObject } from '../../../cluster/json.ts';
import type { Task } from '../../../shell/process/types.ts';
import { recorded, recordFlag } from '../../change-cause.ts';
import { changePrinter, createObject, dryRun, savedConfig } from '../../changes.ts';
import type { Command, CommandContext } from '../../command.ts';
import {
  type DryRun,
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  saveConfigFlag,
} from '../../common-flags.ts';
import { AggregateFailure, CommandError, isCommandFailure, usageError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { withMetadata } from '../../json.ts';
import { overridden, overrideFlags } from '../../overrides.ts';
import { podRunningTimeoutFlag } from '../../pods/flags.ts';
import { deletionFlags } from '../deletion.ts';
import { labelPairs } from '../expose.ts';
import { attachAndRemove } from './attached.ts';
import { podObject, serviceObject } from './objects.ts';

/** `kubectl run`. Models: kubectl/pkg/cmd/run/run.go */
export const run: Command = {
  name: 'run',
  use: 'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  short: 'Run a particular image on the cluster',
  flags: [
    ...printFlags,
    ...deletionFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-run'),
    ...filenameFlags('to use to replace the resource.', 'a'),
    saveConfigFlag,
    recordFlag,
    ...overrideFlags,
    podRunningTimeoutFlag('1m0s'),
    { name: 'annotations', type: 'stringArray', usage: 'Annotations to apply to the pod.' },
    {
      name: 'attach',
      type: 'bool',
      usage:
        "If true, wait for the Pod to start running, and then attach to the Pod as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true. With '--restart=Never' the exit code of the container process is returned.",
    },
    {
      name: 'command',
      type: 'bool',
      usage:
        "If true and extra arguments are present, use them as the 'command' field in the container, rather than the 'args' field which is the default.",
    },
    {
      name: 'detach-keys',
      type: 'string',
      default: 'ctrl-p,ctrl-q',
      usage: 'Override the key sequence for detaching a container.',
    },
    { name: 'env', type: 'stringArray', usage: 'Environment variables to set in the container.' },
    {
      name: 'expose',
      type: 'bool',
      usage: 'If true, create a ClusterIP service associated with the pod.  Requires `--port`.',
    },
    { name: 'image', type: 'string', required: true, usage: 'The image for the container to run.' },
    {
      name: 'image-pull-policy',
      type: 'string',
      usage:
        'The image pull policy for the container.  If left empty, this value will not be specified by the client and defaulted by the server.',
    },
    {
      name: 'labels',
      shorthand: 'l',
      type: 'string',
      usage: 'Comma separated labels to apply to the pod. Will override previous values.',
    },
    {
      name: 'leave-stdin-open',
      type: 'bool',
      usage:
        'If the pod is started in interactive mode or with stdin, leave stdin open after the first attach completes. By default, stdin will be closed after the first attach completes.',
    },
    { name: 'port', type: 'string', usage: 'The port that this container exposes.' },
    { name: 'privileged', type: 'bool', usage: 'If true, run the container in privileged mode.' },
    { name: 'quiet', shorthand: 'q', type: 'bool', usage: 'If true, suppress prompt messages.' },
    {
      name: 'restart',
      type: 'string',
      default: 'Always',
      usage: 'The restart policy for this Pod.  Legal values [Always, OnFailure, Never].',
    },
    {
      name: 'rm',
      type: 'bool',
      usage:
        "If true, delete the pod after it exits.  Only valid when attaching to the container, e.g. with '--attach' or with '-i/--stdin'.",
    },
    {
      name: 'stdin',
      shorthand: 'i',
      type: 'bool',
      usage: 'Keep stdin open on the container in the pod, even if nothing is attached.',
    },
    { name: 'tty', shorthand: 't', type: 'bool', usage: 'Allocate a TTY for the container in the pod.' },
  ],
  *run(context): Task<number> {
    const { flags, args } = context;
    const mode = dryRun(context);
    const attach = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
    validate(context, mode, attach);
    const name = args[0] ?? '';
    const given = flags.string('labels');
    const labels = given === '' ? undefined : labelPairs(given);
    const created: JsonObject[] = [];
    const errors: Error[] = [];
    const pod = overridden(context, podObject(context, name, labels ?? { run: name }, args.slice(1)));
    const printer = changePrinter(context, 'created', mode, { typed: mode === 'client' });
    const runPod = createOne(context, pod, mode);
    created.push(runPod);
    if (flags.bool('expose')) {
      try {
        const service = createOne(context, serviceObject(context, name, labels, labels ?? { run: name }), mode);
        created.push(service);
        if (!attach) printer.print(service);
        if (!attach && flags.string('output') === 'yaml') context.out('---\n');
      } catch (error) {
        if (!isCommandFailure(error)) throw error;
        errors.push(error);
      }
    }
    if (attach) return yield* attachAndRemove(context, runPod, created);
    printer.print(runPod);
    if (errors.length > 0) throw new AggregateFailure(errors);
    return 0;
  },
};

function createOne(context: CommandContext, object: JsonObject, mode: DryRun): JsonObject {
  const namespace = context.namespace();
  if (mode === 'client')
    return recorded(context, namespace.explicit ? withMetadata(object, { namespace: namespace.name }) : object);
  const type = context.discovery().forKind(String(object['apiVersion']), String(object['kind']));
  const fieldManager = context.flags.string('field-manager');
  return createObject(context, type, namespace.name, savedConfig(context, object), { fieldManager, dryRun: mode });
}

const IMAGE =
  /^[a-zA-Z0-9]([a-zA-Z0-9.:_-]*[a-zA-Z0-9])?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[\w][\w.-]{0,127})?(@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;

function validate(context: CommandContext, mode: DryRun, attach: boolean): void {
  const { flags } = context;
  const image = flags.string('image');
  const fail = (message: string): CommandError => usageError(context.commandPath, message);
  if (context.args.length === 0 || context.dashAt === 0) throw fail('NAME is required for run');
  if (image === '') throw new CommandError('--image is required');
  if (!IMAGE.test(image)) throw new CommandError(`Invalid image name ${quote(image)}: invalid reference format`);
  if (flags.bool('tty') && !flags.bool('stdin')) {
    throw fail('-i/--stdin is required for containers with -t/--tty=true');
  }
  if (flags.bool('expose') && flags.string('port') === '') throw fail('--port must be set when exposing a service');
  if (!attach && flags.bool('rm')) throw fail('--rm should only be used for attached containers');
  if (attach && mode !== 'none') {
    throw fail(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  }
  const pull = flags.string('image-pull-policy');
  if (pull !== '' && !['Always', 'IfNotPresent', 'Never'].includes(pull))
    throw fail(`invalid image pull policy: ${pull}`);
  const restart = flags.string('restart');
  if (restart !== '' && !['Always', 'OnFailure', 'Never'].includes(restart)) {
    throw fail(`invalid restart policy: ${restart}`);
  }
  const port = flags.string('port');
  if (port !== '' && !/^[-+]?\d+$/.test(port))
    throw new CommandError(`strconv.Atoi: parsing ${quote(port)}: invalid syntax`);
}
