import type { Lab } from '../../../engine/grader/lab.ts';

/** A lab as the site publishes it, with the digest that journals name. */
export interface PublishedLab {
  readonly lab: Lab;
  readonly digest: string;
}

/** Loads labs of the site by folder, each once. Rejects with a message for people when one cannot be had. */
export function labSource(base: string): (folder: string) => Promise<PublishedLab> {
  const loading = new Map<string, Promise<PublishedLab>>();
  const load = async (folder: string): Promise<PublishedLab> => {
    const response = await fetch(`${base.replace(/\/?$/, '/')}labs/${folder}.json`);
    if (!response.ok) throw new Error(`labs/${folder}.json: ${response.status}`);
    return response.json();
  };
  return (folder) => {
    const known = loading.get(folder);
    if (known !== undefined) return known;
    const fresh = load(folder);
    loading.set(folder, fresh);
    fresh.catch(() => loading.delete(folder));
    return fresh;
  };
}
