import { MAX_SCORE, type Plugin } from '../framework/types.ts';

const MEGABYTE = 1024 * 1024;
/** Images below this size are pulled in no time, and above the other all count alike. */
const MIN_BYTES = 23 * MEGABYTE;
const MAX_BYTES_PER_CONTAINER = 1000 * MEGABYTE;

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
    for (const image of images) {
      let having = 0;
      for (const node of cycle.nodes) if (node.images.has(image)) having++;
      spread.set(image, having / total);
    }
    cycle.state.set(STATE, { images, spread });
    return [...spread.values()].some((share) => share > 0) ? undefined : 'skip';
  },
  score({ state }, { images: here }) {
    const { images, spread } = state.get(STATE) as { images: readonly string[]; spread: ReadonlyMap<string, number> };
    let sum = 0;
    for (const image of images) sum += Math.floor((here.get(image) ?? 0) * (spread.get(image) ?? 0));
    const max = MAX_BYTES_PER_CONTAINER * images.length;
    const bounded = Math.min(Math.max(sum, MIN_BYTES), max);
    return Math.floor((MAX_SCORE * (bounded - MIN_BYTES)) / (max - MIN_BYTES));
  },
};
