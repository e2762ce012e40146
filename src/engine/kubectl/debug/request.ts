import type { JsonObject } from '../../cluster/json.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { checkCustomProfile, readCustomProfile } from './custom.ts';
import type { Keep } from './profiles.ts';

/** What a `kubectl debug` asks for, read from its flags and checked. */
export interface DebugRequest {
  readonly targets: readonly string[];
  /** What stood after `--`. */
  readonly words: readonly string[];
  readonly argumentsOnly: boolean;
  readonly attach: boolean;
  readonly container: string;
  readonly copyTo: string;
  readonly image: string;
  readonly images: ReadonlyMap<string, string>;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly pullPolicy: string;
  readonly interactive: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  readonly target: string;
  readonly profile: string;
  readonly keep: Keep;
  /** A partial container that is laid over the debugging one. */
  readonly custom: JsonObject | undefined;
}

const IMAGE = /^[\w.-]+(:\d+)?(\/[\w.-]+)*(:[\w][\w.-]{0,127})?(@[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,})?$/;
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never', ''];

/** Reads and checks the flags. Throws kubectl's words. Models: debug.DebugOptions.Complete, Validate */
export function readDebugRequest(context: CommandContext): DebugRequest {
  const { args, dashAt, flags } = context;
  const split = dashAt >= 0 && args.length > dashAt;
  const interactive = flags.bool('stdin');
  const request: DebugRequest = {
    targets: split ? args.slice(0, dashAt) : args,
    words: split ? args.slice(dashAt) : [],
    argumentsOnly: flags.bool('arguments-only'),
    attach: flags.changed('attach') ? flags.bool('attach') : interactive,
    container: flags.string('container'),
    copyTo: flags.string('copy-to'),
    image: flags.string('image'),
    images: assignments(flags.strings('set-image')),
    env: [...assignments(flags.strings('env'))].map(([name, value]) => ({ name, value })),
    pullPolicy: flags.string('image-pull-policy'),
    interactive,
    tty: flags.bool('tty'),
    quiet: flags.bool('quiet'),
    target: flags.string('target'),
    profile: flags.string('profile'),
    keep: {
      labels: flags.bool('keep-labels'),
      annotations: flags.bool('keep-annotations'),
      liveness: flags.bool('keep-liveness'),
      readiness: flags.bool('keep-readiness'),
      startup: flags.bool('keep-startup'),
      initContainers: flags.bool('keep-init-containers'),
    },
    custom: flags.string('custom') === '' ? undefined : readCustomProfile(context, flags.string('custom')),
  };
  check(context, request);
  return request;
}

function assignments(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.map((word) => {
      const equals = word.indexOf('=');
      if (equals < 0) throw new CommandError(`${word} must be formatted as key=value`);
      return [word.slice(0, equals), word.slice(equals + 1)] as const;
    }),
  );
}

function check(context: CommandContext, request: DebugRequest): void {
  const { flags } = context;
  const refuse = (when: boolean, why: string): void => {
    if (when) throw new CommandError(why);
  };
  const copying = request.copyTo !== '';
  refuse(
    request.attach && flags.changed('attach') && request.image === '' && request.container === '',
    'you must specify --container or create a new container using --image in order to attach.',
  );
  if (copying) {
    const nothing = request.image === '' && request.images.size === 0 && request.words.length === 0;
    refuse(nothing, 'you must specify --image, --set-image or command arguments.');
    refuse(
      request.words.length > 0 && request.container === '' && request.image === '',
      'you must specify an existing container or a new image when specifying args.',
    );
  } else {
    refuse(flags.bool('replace'), '--replace may only be used with --copy-to.');
    refuse(flags.bool('same-node'), '--same-node may only be used with --copy-to.');
    refuse(request.images.size > 0, '--set-image may only be used with --copy-to.');
    refuse(request.image === '', 'you must specify --image when not using --copy-to.');
  }
  refuse(
    request.image !== '' && !IMAGE.test(request.image),
    `invalid image name ${quote(request.image)}: invalid reference format`,
  );
  refuse(
    request.targets.length === 0 && flags.strings('filename').length === 0,
    'NAME or filename is required for debug',
  );
  refuse(!PULL_POLICIES.includes(request.pullPolicy), `invalid image pull policy: ${request.pullPolicy}`);
  for (const [name, image] of request.images) {
    const why = `invalid image name ${quote(image)} for container ${quote(name)}: invalid reference format`;
    refuse(!IMAGE.test(image), why);
  }
  if (request.target !== '') {
    refuse(copying, '--target is incompatible with --copy-to. Use --share-processes instead.');
    if (!request.quiet) {
      context.out(
        `Targeting container ${quote(request.target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      );
    }
  }
  refuse(request.tty && !request.interactive, '-i/--stdin is required for containers with -t/--tty=true');
  if (request.custom !== undefined) checkCustomProfile(request.custom);
  if (request.profile === 'legacy') {
    context.err(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n',
    );
  }
}
