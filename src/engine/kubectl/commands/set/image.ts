import { objects, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import { recordFlag } from '../../change-cause.ts';
import type { Command } from '../../command.ts';
import { selectorFlag } from '../../common-flags.ts';
import { CommandError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { readPairs } from '../pairs.ts';
import { mapContainers, withPodSpec } from './pod-spec.ts';
import { setFlags, setOnResources } from './set-command.ts';

/** `kubectl set image`. Models: kubectl/pkg/cmd/set/set_image.go */
export const setImage: Command = {
  name: 'image',
  use: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  flags: [...setFlags('set image'), selectorFlag, recordFlag],
  *run(context): Task<number> {
    const { resources, pairs } = readPairs(context.args, 'image');
    return yield* setOnResources(
      context,
      resources,
      'image updated',
      (info, object, fail) =>
        withPodSpec(info.type, object, (spec) => {
          const names = [...objects(spec['initContainers']), ...objects(spec['containers'])].map((each) =>
            text(each['name']),
          );
          for (const name of pairs.set.keys()) {
            if (name === '*' || names.includes(name)) continue;
            fail(new CommandError(`error: unable to find container named ${quote(name)}`));
          }
          return mapContainers(spec, (container) => {
            const image = pairs.set.get(text(container['name'])) ?? pairs.set.get('*');
            return image === undefined ? container : { ...container, image };
          });
        }),
      () => checkPairs(pairs.set),
    );
  },
};

function checkPairs(images: ReadonlyMap<string, string>): void {
  if (images.size < 1) throw new CommandError('at least one image update is required');
  if (images.has('*') && images.size > 1) {
    throw new CommandError(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    );
  }
}
