import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { type Debugging, debugInCopy, debugInPod, debugOnNode } from '../debug/pods.ts';
import { type DebugRequest, readDebugRequest } from '../debug/request.ts';
import { items, object, text } from '../describe/read.ts';
import { CommandError, isCommandFailure } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { readInTurn } from '../pods/log-streams.ts';
import { waitForPod } from '../pods/waiting.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';
import { attachTo } from './attach.ts';

const onlyCopy = "(This flag only works when used with '--copy-to')";

/** `kubectl debug`. Models: kubectl/pkg/cmd/debug */
export const debugCommand: Command = {
  name: 'debug',
  use: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  flags: [
    {
      name: 'arguments-only',
      type: 'bool',
      usage: 'If specified, everything after -- will be passed to the new container as Args instead of Command.',
    },
    {
      name: 'attach',
      type: 'bool',
      usage:
        "If true, wait for the container to start running, and then attach as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true.",
    },
    { name: 'container', shorthand: 'c', type: 'string', usage: 'Container name to use for debug container.' },
    { name: 'copy-to', type: 'string', usage: 'Create a copy of the target Pod with this name.' },
    {
      name: 'custom',
      type: 'string',
      usage: 'Path to a JSON or YAML file containing a partial container spec to customize built-in debug profiles.',
    },
    { name: 'env', type: 'stringSlice', pairs: true, usage: 'Environment variables to set in the container.' },
    { name: 'filename', shorthand: 'f', type: 'stringSlice', usage: 'identifying the resource to debug' },
    { name: 'image', type: 'string', usage: 'Container image to use for debug container.' },
    {
      name: 'image-pull-policy',
      type: 'string',
      usage:
        'The image pull policy for the container. If left empty, this value will not be specified by the client and defaulted by the server.',
    },
    { name: 'keep-annotations', type: 'bool', usage: `If true, keep the original pod annotations.${onlyCopy}` },
    {
      name: 'keep-init-containers',
      type: 'bool',
      default: 'true',
      usage: `Run the init containers for the pod. Defaults to true.${onlyCopy}`,
    },
    { name: 'keep-labels', type: 'bool', usage: `If true, keep the original pod labels.${onlyCopy}` },
    { name: 'keep-liveness', type: 'bool', usage: `If true, keep the original pod liveness probes.${onlyCopy}` },
    { name: 'keep-readiness', type: 'bool', usage: `If true, keep the original pod readiness probes.${onlyCopy}` },
    { name: 'keep-startup', type: 'bool', usage: `If true, keep the original startup probes.${onlyCopy}` },
    {
      name: 'profile',
      type: 'string',
      default: 'general',
      usage: 'Options are "general", "baseline", "restricted", "netadmin" or "sysadmin". Defaults to "general"',
    },
    { name: 'quiet', shorthand: 'q', type: 'bool', usage: 'If true, suppress informational messages.' },
    { name: 'replace', type: 'bool', usage: "When used with '--copy-to', delete the original Pod." },
    {
      name: 'same-node',
      type: 'bool',
      usage: "When used with '--copy-to', schedule the copy of target Pod on the same node.",
    },
    {
      name: 'set-image',
      type: 'stringSlice',
      pairs: true,
      usage:
        "When used with '--copy-to', a list of name=image pairs for changing container images, similar to how 'kubectl set image' works.",
    },
    {
      name: 'share-processes',
      type: 'bool',
      default: 'true',
      usage: "When used with '--copy-to', enable process namespace sharing in the copy.",
    },
    {
      name: 'stdin',
      shorthand: 'i',
      type: 'bool',
      usage: 'Keep stdin open on the container(s) in the pod, even if nothing is attached.',
    },
    {
      name: 'target',
      type: 'string',
      usage: 'When using an ephemeral container, target processes in this container name.',
    },
    { name: 'tty', shorthand: 't', type: 'bool', usage: 'Allocate a TTY for the debugging container.' },
  ],
  *run(context) {
    const request = readDebugRequest(context);
    const { name, explicit } = context.namespace();
    const filenames = context.flags.strings('filename');
    const built = yield* build(context, {
      args: request.targets.map((target) => (target.includes('/') ? target : `pods/${target}`)),
      filenames,
      namespace: name,
      enforceNamespace: explicit,
    });
    throwErrors(built.errors);
    for (const info of built.infos) {
      const debugging = debugOne(context, request, info);
      if (request.attach && debugging.container !== '') yield* attachWhenRunning(context, request, debugging);
    }
    return 0;
  },
};

function debugOne(context: CommandContext, request: DebugRequest, info: Info): Debugging {
  const { group, version, kind } = info.type;
  if (group === '' && kind === 'Node') return debugOnNode(context, request, info.name);
  if (group === '' && kind === 'Pod') {
    const pod = info.object ?? {};
    return request.copyTo === '' ? debugInPod(context, request, pod) : debugInCopy(context, request, pod);
  }
  const name = quote(`${group}/${version}, Kind=${kind}`);
  throw new CommandError(`${name} not supported by debug`);
}

function statusOf(pod: JsonObject, container: string): JsonObject | undefined {
  return ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']
    .flatMap((list) => items(pod, 'status', list))
    .find((status) => text(status, 'name') === container);
}

/** Waits for the container and attaches; one that has ended already, or cannot be attached to, shows its log. */
function* attachWhenRunning(context: CommandContext, request: DebugRequest, debugging: Debugging): Task<void> {
  const { container } = debugging;
  const namespace = text(debugging.pod, 'metadata', 'namespace');
  const name = text(debugging.pod, 'metadata', 'name');
  const pod = yield* waitForPod(context, namespace, name, (seen) => {
    const status = statusOf(seen, container);
    if (object(status, 'state', 'running') !== undefined || object(status, 'state', 'terminated') !== undefined)
      return true;
    const message = text(status, 'state', 'waiting', 'message');
    if (!request.quiet && message !== '') context.err(`Warning: container ${container}: ${message}\n`);
    return false;
  });
  if (object(statusOf(pod, container), 'state', 'terminated') === undefined) {
    try {
      const { interactive, tty, quiet } = request;
      yield* attachTo(context, pod, { container, stdin: interactive, tty, quiet, commandName: 'kubectl attach' });
      return;
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      context.err(`warning: couldn't attach to pod/${name}, falling back to streaming logs: ${error.message}\n`);
    }
  }
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`;
  const printing = { context, follow: false, prefix: false, ignoreErrors: false, timeoutMs: 0 };
  yield* readInTurn([{ path, query: { container }, prefix: '' }], printing);
}
