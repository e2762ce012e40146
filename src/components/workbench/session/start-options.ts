import type { StartOptions } from '../../../engine/hosts/protocol.ts';
import type { PublishedLab } from './lab-source.ts';

/** The seed of a lesson's free cluster: the same names every time, so that a text can speak of what the reader sees. */
const LESSON_SEED = 1;
/** Worker nodes of a cluster without a lab, unless somebody chose otherwise. */
const USUAL_NODES = 2;

/** What a session begins from. `wallMs` is the wall clock's time; the cluster's own begins there. */
export function startOptions(
  published: PublishedLab | undefined,
  student: string,
  journal: string | null,
  wallMs: number,
  nodes: number = USUAL_NODES,
): StartOptions {
  return {
    lab: published?.lab ?? null,
    labDigest: published?.digest ?? '',
    student,
    seed: published?.lab.seed ?? LESSON_SEED,
    startMs: Math.floor(wallMs / 1000) * 1000,
    nodes,
    journal,
  };
}
