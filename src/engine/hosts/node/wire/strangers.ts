import type { IncomingMessage } from 'node:http';

const OURS =
  /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|kubernetes(\.default(\.svc(\.cluster\.local)?)?)?|control-plane)(:\d+)?$/i;

/**
 * Whether a request was sent by a page in somebody's browser: such a page may reach the loopback, too, under a name that leads there, and must
 * not act as the admin. Clients of Kubernetes send no `Origin` and ask for the address they were given.
 */
export function isFromAPage(request: IncomingMessage): boolean {
  return request.headers.origin !== undefined || !OURS.test(request.headers.host ?? 'localhost');
}

/** What such a page is told. */
export const NO_PAGES = 'requests of web pages are not taken: use kubectl or another client outside the browser';
