import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

const OURS =
  /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|kubernetes(\.default(\.svc(\.cluster\.local)?)?)?|control-plane)(:\d+)?$/i;

/**
 * Whether a request was sent by a page in somebody's browser: such a page may reach the loopback, too, under a name that leads there, and must
 * not act as the admin. Clients of Kubernetes ask for the address they were given and mostly send no `Origin`; a WebSocket library that does
 * is believed when it shows the kubeconfig's certificate, which no page has.
 */
export function isFromAPage(request: IncomingMessage): boolean {
  if ((request.socket as Partial<TLSSocket>).authorized === true) return false;
  return request.headers.origin !== undefined || !OURS.test(request.headers.host ?? 'localhost');
}

/** What such a page is told. */
export const NO_PAGES = 'requests of web pages are not taken: use kubectl or another client outside the browser';
