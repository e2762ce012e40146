import { ingressNginxAt } from '../runtime/ingress-nginx/manifest.ts';
import { metricsServerAt } from '../runtime/metrics-server/manifest.ts';

const PUBLISHERS = [ingressNginxAt, metricsServerAt];

/** What `kubectl apply -f` gets from a well-known address; undefined for any other, which nothing here reaches. */
export function publishedAt(url: string): string | undefined {
  for (const publisher of PUBLISHERS) {
    const text = publisher(url);
    if (text !== undefined) return text;
  }
  return undefined;
}
