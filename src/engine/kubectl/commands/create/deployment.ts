import type { JsonObject } from '../../../cluster/json.ts';
import type { Command, CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { commandArguments, createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';

/** `kubectl create deployment`. Models: kubectl/pkg/cmd/create/create_deployment.go */
export const createDeployment: Command = {
  name: 'deployment',
  aliases: ['deploy'],
  use: 'NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  flags: [
    ...generatorFlags,
    {
      name: 'image',
      type: 'stringSlice',
      required: true,
      usage: 'Image names to run. A deployment can have multiple images set for multi-container pod.',
    },
    { name: 'port', type: 'int', default: '-1', usage: 'The containerPort that this deployment exposes.' },
    {
      name: 'replicas',
      shorthand: 'r',
      type: 'int',
      default: '1',
      usage: 'Number of replicas to create. Default is 1.',
    },
  ],
  run(context) {
    const name = nameArgument(context);
    const command = commandArguments(context);
    const images = context.flags.strings('image');
    if (images.length > 1 && command.length > 0) {
      throw new CommandError('cannot specify multiple --image options and command');
    }
    const labels = { app: name };
    const deployment: JsonObject = {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: generatedMetadata(context, name, { labels }),
      spec: {
        replicas: context.flags.int('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: containers(context, images, command) } },
        strategy: {},
      },
      status: {},
    };
    return createGenerated(context, deployment, 'failed to create deployment: ');
  },
};

function containers(
  context: CommandContext,
  images: readonly string[],
  command: readonly string[],
): readonly JsonObject[] {
  const port = context.flags.int('port');
  return images.map((image, at) => ({
    name: containerName(context, image),
    image,
    ...(command.length > 0 ? { command } : {}),
    ...(port >= 0 && at === 0 ? { ports: [{ containerPort: port }] } : {}),
    resources: {},
  }));
}

/** An image's last word without tag and digest; with a random ending where characters had to be replaced. */
function containerName(context: CommandContext, image: string): string {
  const name = (image.split('/').at(-1) ?? '').replace(/[:@].*$/, '');
  if (!/[_.]/.test(name)) return name;
  return `${name.replace(/[_.]/g, '-')}-${context.process.machine.random.fork(`kubectl-create/${image}`).suffix()}`;
}
