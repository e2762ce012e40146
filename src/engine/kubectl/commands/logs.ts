import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Query } from '../client.ts';
import type { Command, CommandContext } from '../command.ts';
import { selectorFlag } from '../common-flags.ts';
import { items, text } from '../describe/read.ts';
import { CommandError, isNotFound, StatusError, usageError } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { parseRfc3339 } from '../go/time.ts';
import {
  annotatedContainer,
  defaultedNotice,
  findContainer,
  hasSeveralContainers,
  noSuchContainer,
} from '../pods/containers.ts';
import { podRunningTimeoutFlag, podRunningTimeoutMs } from '../pods/flags.ts';
import { followTogether, type LogSource, readInTurn } from '../pods/log-streams.ts';
import { byLogging } from '../pods/order.ts';
import { goType, podsFor, readTarget, selectorFor, type Target } from '../pods/target.ts';
import { listError } from '../resource/from-server.ts';

const USAGE =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
const TAIL_WITH_SELECTOR = 10;

/** `kubectl logs`. Models: kubectl/pkg/cmd/logs */
export const logsCommand: Command = {
  name: 'logs',
  use: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  short: 'Print the logs for a container in a pod',
  flags: [
    { name: 'all-containers', type: 'bool', usage: "Get all containers' logs in the pod(s)." },
    { name: 'all-pods', type: 'bool', usage: 'Get logs from all pod(s). Sets prefix to true.' },
    { name: 'container', shorthand: 'c', type: 'string', usage: 'Print the logs of this container' },
    { name: 'follow', shorthand: 'f', type: 'bool', usage: 'Specify if the logs should be streamed.' },
    {
      name: 'ignore-errors',
      type: 'bool',
      usage: 'If watching / following pod logs, allow for any errors that occur to be non-fatal',
    },
    {
      name: 'insecure-skip-tls-verify-backend',
      type: 'bool',
      usage:
        'Skip verifying the identity of the kubelet that logs are requested from.  In theory, an attacker could provide invalid log content back. You might want to use this if your kubelet serving certificates have expired.',
    },
    { name: 'limit-bytes', type: 'int', usage: 'Maximum bytes of logs to return. Defaults to no limit.' },
    {
      name: 'max-log-requests',
      type: 'int',
      default: '5',
      usage: 'Specify maximum number of concurrent logs to follow when using by a selector. Defaults to 5.',
    },
    podRunningTimeoutFlag('20s'),
    {
      name: 'prefix',
      type: 'bool',
      usage: 'Prefix each log line with the log source (pod name and container name)',
    },
    {
      name: 'previous',
      shorthand: 'p',
      type: 'bool',
      usage: 'If true, print the logs for the previous instance of the container in a pod if it exists.',
    },
    selectorFlag,
    {
      name: 'since',
      type: 'duration',
      usage:
        'Only return logs newer than a relative duration like 5s, 2m, or 3h. Defaults to all logs. Only one of since-time / since may be used.',
    },
    {
      name: 'since-time',
      type: 'string',
      usage:
        'Only return logs after a specific date (RFC3339). Defaults to all logs. Only one of since-time / since may be used.',
    },
    {
      name: 'tail',
      type: 'int',
      default: '-1',
      usage:
        'Lines of recent log file to display. Defaults to -1 with no selector, showing all log lines otherwise 10, if a selector is provided.',
    },
    { name: 'timestamps', type: 'bool', usage: 'Include timestamps on each line in the log output' },
  ],
  run: runLogs,
};

function* runLogs(context: CommandContext): Task<number> {
  const { args, flags } = context;
  const selector = flags.string('selector');
  const [resource, inlineContainer] = args;
  if (args.length > 2 || (resource === undefined && selector === '')) throw usageError(context.commandPath, USAGE);
  if (args.length === 1 && selector !== '') {
    throw usageError(context.commandPath, 'only a selector (-l) or a POD name is allowed');
  }
  const container = inlineContainer ?? flags.string('container');
  const timeoutMs = podRunningTimeoutMs(context);
  const query = logQuery(context, selector);
  const found: Target | undefined = resource === undefined ? undefined : readNamed(context, resource);
  const selected = found === undefined || selector !== '' ? podsWith(context, selector) : [];
  validate(context, container, args.length);
  const wanted: Wanted = {
    context,
    query,
    container,
    allContainers: flags.bool('all-containers'),
    allPods: flags.bool('all-pods'),
  };
  const pods = found === undefined ? selected : yield* podsBehind(wanted, found, timeoutMs);
  const sources = pods.flatMap((pod) => sourcesOf(pod, wanted));
  const print = {
    context,
    follow: flags.bool('follow'),
    prefix: flags.bool('prefix') || wanted.allPods,
    ignoreErrors: flags.bool('ignore-errors'),
    timeoutMs,
  };
  if (!print.follow || sources.length < 2) {
    yield* readInTurn(sources, print);
    return 0;
  }
  const most = flags.int('max-log-requests');
  if (sources.length > most) {
    throw new CommandError(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
    );
  }
  yield* followTogether(sources, print);
  return 0;
}

/** The part of the query that is the same for every container. */
function logQuery(context: CommandContext, selector: string): Query {
  const { flags } = context;
  const since = flags.string('since-time');
  if (since !== '' && parseRfc3339(since) === undefined) {
    throw new CommandError(
      `parsing time ${quote(since)} as "2006-01-02T15:04:05Z07:00": cannot parse ${quote(since)} as "2006"`,
    );
  }
  const on = (name: string): string | undefined => (flags.bool(name) ? 'true' : undefined);
  const tail = flags.int('tail');
  const byDefault = selector !== '' && tail === -1 && !flags.changed('tail') ? String(TAIL_WITH_SELECTOR) : undefined;
  return {
    follow: on('follow'),
    previous: on('previous'),
    timestamps: on('timestamps'),
    insecureSkipTLSVerifyBackend: on('insecure-skip-tls-verify-backend'),
    sinceTime: since === '' ? undefined : since,
    limitBytes: flags.int('limit-bytes') === 0 ? undefined : flags.string('limit-bytes'),
    sinceSeconds: flags.durationMs('since') === 0 ? undefined : String(Math.round(flags.durationMs('since') / 1000)),
    tailLines: byDefault ?? (tail === -1 ? undefined : String(tail)),
  };
}

function readNamed(context: CommandContext, resource: string): Target {
  try {
    return readTarget(context, resource);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new CommandError(
      `error from server (NotFound): ${error.message} in namespace ${quote(context.namespace().name)}`,
    );
  }
}

function podsWith(context: CommandContext, selector: string): readonly JsonObject[] {
  const namespace = context.namespace().name;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  let list: JsonObject;
  try {
    list = context.client().object({ method: 'GET', path, query: { labelSelector: selector } });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw listError(error, context.discovery().resolve('pods'), selector, '');
  }
  const pods = items(list, 'items');
  if (pods.length === 0) context.err(`No resources found in ${namespace} namespace.\n`);
  return pods;
}

function validate(context: CommandContext, container: string, argumentCount: number): void {
  const { flags } = context;
  const refuse = (why: string): never => {
    throw new CommandError(why);
  };
  if (flags.string('since-time') !== '' && flags.durationMs('since') !== 0) {
    refuse('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  if (flags.bool('all-containers') && container !== '') {
    refuse(`--all-containers=true should not be specified with container name ${container}`);
  }
  if (flags.changed('container') && argumentCount === 2)
    refuse('only one of -c or an inline [CONTAINER] arg is allowed');
  if (flags.int('limit-bytes') < 0) refuse('--limit-bytes must be greater than 0');
  if (flags.durationMs('since') < 0) refuse('--since must be greater than 0');
  if (flags.int('tail') < -1) refuse('--tail must be greater than or equal to -1');
}

interface Wanted {
  readonly context: CommandContext;
  readonly query: Query;
  readonly container: string;
  readonly allContainers: boolean;
  readonly allPods: boolean;
}

/** The pods whose logs are meant: the pod itself, or the best (or all) of those behind an object. Models: polymorphichelpers.logsForObject */
function* podsBehind(wanted: Wanted, target: Target, timeoutMs: number): Task<readonly JsonObject[]> {
  if (target.type.group === '' && target.type.kind === 'Pod') return [target.object];
  let selector: string;
  try {
    selector = selectorFor(target);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`cannot get the logs from ${goType(target.type)}: ${error.message}`);
  }
  const { context } = wanted;
  const pods = yield* podsFor(context, text(target.object, 'metadata', 'namespace'), selector, timeoutMs, byLogging);
  if (wanted.allPods) return pods;
  const [best] = pods;
  if (best !== undefined && pods.length > 1) {
    context.err(`Found ${pods.length} pods, using pod/${text(best, 'metadata', 'name')}\n`);
  }
  return best === undefined ? [] : [best];
}

function sourcesOf(pod: JsonObject, wanted: Wanted): readonly LogSource[] {
  const name = text(pod, 'metadata', 'name');
  const source = (container: string): LogSource => ({
    path: `/api/v1/namespaces/${encodeURIComponent(text(pod, 'metadata', 'namespace'))}/pods/${encodeURIComponent(name)}/log`,
    query: { ...wanted.query, container },
    prefix: `[pod/${name}/${container}] `,
  });
  if (!wanted.allContainers) return [source(chosenContainer(pod, wanted))];
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    items(pod, 'spec', list).map((container) => source(text(container, 'name'))),
  );
}

function chosenContainer(pod: JsonObject, wanted: Wanted): string {
  let name = wanted.container;
  const preferred = annotatedContainer(pod);
  if (name === '' && preferred !== '') {
    if (findContainer(pod, preferred) !== undefined) name = preferred;
    else {
      const notice = `Default container name ${quote(preferred)} not found in pod ${text(pod, 'metadata', 'name')}\n`;
      wanted.context.err(notice);
    }
  }
  if (name === '') {
    name = text(pod, 'spec', 'containers', 0, 'name');
    if (hasSeveralContainers(pod) && !wanted.allPods) wanted.context.err(defaultedNotice(pod, name));
  }
  if (findContainer(pod, name) === undefined) throw noSuchContainer(pod, name);
  return name;
}
