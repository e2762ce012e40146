import type { Clock } from '../../cluster/clock.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { header } from '../../cluster/network/http.ts';
import { addressText, follow, readAddress, type WebAddress } from './address.ts';
import { type Got, get } from './get.ts';
import { HopTrail } from './hops.ts';
import { resolveName } from './names.ts';
import type { Hop, Page } from './page.ts';

const MOST_REDIRECTS = 10;

/** Opens an address from the learner's machine as a browser would; `done` runs once, at once where nothing is asked. Gives back what breaks it off. */
export function visit(
  world: { readonly clock: Clock; readonly cluster: Cluster },
  typed: string,
  done: (page: Page) => void,
): () => void {
  const { clock, cluster } = world;
  const startedMs = clock.nowMs();
  const hops: Hop[] = [];
  let stop: () => void = () => {};
  const end = (url: string, result: Page['result']): void =>
    done({ url, hops, tookMs: clock.nowMs() - startedMs, result });

  const open = (asked: WebAddress, redirects: number): void => {
    const url = addressText(asked);
    const resolved = resolveName(cluster.informers, asked.host);
    if (resolved.hop !== undefined) hops.push(resolved.hop);
    if ('why' in resolved) {
      end(url, { is: 'refusal', why: resolved.why });
      return;
    }
    const trail = new HopTrail(cluster.informers, asked);
    const unhear = cluster.network.onConnection(trail.add);
    const drop = get(cluster.network.outside(), clock, { ...asked, address: resolved.address }, (got) => {
      unhear();
      hops.push(...trail.hops);
      answered(asked, got, redirects);
    });
    stop = () => {
      unhear();
      drop();
    };
  };

  const answered = (asked: WebAddress, got: Got, redirects: number): void => {
    const url = addressText(asked);
    if (got.is === 'refusal') {
      end(url, got);
      return;
    }
    const { status, reason, headers, body, cut } = got;
    const location = header(headers, 'Location');
    const next =
      location !== undefined && [301, 302, 303, 307, 308].includes(status) ? follow(asked, location) : undefined;
    if (next === undefined) {
      const contentType = header(headers, 'Content-Type') ?? '';
      end(url, { is: 'answer', status, reason, contentType, body, cut });
      return;
    }
    hops.push({ is: 'redirect', status, url: addressText(next) });
    if (redirects < MOST_REDIRECTS) open(next, redirects + 1);
    else end(addressText(next), { is: 'refusal', why: 'redirects' });
  };

  const asked = readAddress(typed);
  if (asked === undefined) end(typed, { is: 'refusal', why: 'bad-address' });
  else open(asked, 0);
  return () => stop();
}
