import type { Node } from '../../controllers/kinds.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import { MAX_SCORE, type Plugin } from '../framework/types.ts';

const MEGABYTE = 1024 * 1024;
/** Images below this size are pulled in no time, and above the other all count alike. */
const MIN_BYTES = 23 * MEGABYTE;
const MAX_BYTES_PER_CONTAINER = 1000 * MEGABYTE;

const NO_IMAGES: ReadonlyMap<string, number> = new Map();
const sizes = new WeakMap<object, ReadonlyMap<string, number>>();

/** Sizes of a node's images by each of their names, in bytes. */
function imagesOf({ status }: Node): ReadonlyMap<string, number> {
  const images = status?.images;
  if (images === undefined) return NO_IMAGES;
  let known = sizes.get(images);
  if (known === undefined) {
    known = new Map(images.flatMap(({ names = [], sizeBytes = 0 }) => names.map((name) => [name, sizeBytes] as const)));
    sizes.set(images, known);
  }
  return known;
}

/** With a tag, as nodes name images. Models: imagelocality.normalizedImageName */
function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

const STATE = 'ImageLocality';

/** Nodes that have large images of the pod already are better; an image that few nodes have counts less. Models: pkg/scheduler/framework/plugins/imagelocality */
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  preScore(cycle) {
    const { spec } = cycle.pod.pod;
    const images = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(({ image }) =>
      withTag(image ?? ''),
    );
    const total = cycle.nodes.length;
    const spread = new Map<string, number>();
    for (const image of images)
      spread.set(image, cycle.nodes.filter(({ node }: NodeInfo) => imagesOf(node).has(image)).length / total);
    cycle.state.set(STATE, { images, spread });
    return [...spread.values()].some((share) => share > 0) ? undefined : 'skip';
  },
  score({ state }, { node }) {
    const { images, spread } = state.get(STATE) as { images: readonly string[]; spread: ReadonlyMap<string, number> };
    const here = imagesOf(node);
    let sum = 0;
    for (const image of images) sum += Math.floor((here.get(image) ?? 0) * (spread.get(image) ?? 0));
    const max = MAX_BYTES_PER_CONTAINER * images.length;
    const bounded = Math.min(Math.max(sum, MIN_BYTES), max);
    return Math.floor((MAX_SCORE * (bounded - MIN_BYTES)) / (max - MIN_BYTES));
  },
};
