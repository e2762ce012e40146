import type { JsonObject } from '../../json.ts';
import type { WebhookClientConfig } from '../../resources/admissionregistration/client-config.ts';

/** Where a webhook is, as its configuration says it. Models: admissionregistration/v1.WebhookClientConfig */
export interface WebhookAddress {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly path: string;
}

/** An answer that may still come. */
export interface AnswerToCome {
  /** One listener, told once; never, where nothing comes. */
  subscribe(done: (answer: WebhookAnswer) => void): void;
}

/** What a call came to. */
export type WebhookAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** Somebody is there, and it is no program that answers such calls here. */
  | { readonly kind: 'not simulated' }
  /** Nothing came within the call. A server that may still answer can be waited for. */
  | { readonly kind: 'late'; readonly toCome?: AnswerToCome }
  | { readonly kind: 'failed'; readonly why: string };

/** Calls webhooks of the cluster's Services within the call. The network gives it. */
export type CallWebhook = (address: WebhookAddress, review: JsonObject, timeoutSeconds: number) => WebhookAnswer;

/** What became of a review that was posted: its answer, or why there is none, in the words of Go's HTTP client. */
export type Posted =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'not simulated'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Posts to where a webhook is, over TLS. `call` is given the address and may give nothing where there is no network. */
export function post(
  { url = '', service, caBundle = '' }: WebhookClientConfig,
  timeoutSeconds: number,
  call: (address: WebhookAddress) => WebhookAnswer | undefined,
): Posted {
  if (service === undefined)
    return { kind: 'failed', why: `Post "${url}?timeout=${timeoutSeconds}s": no route to host` };
  const { namespace = '', name = '', path = '', port = 443 } = service;
  const because = (why: string): string =>
    `Post "https://${name}.${namespace}.svc:${port}${path}?timeout=${timeoutSeconds}s": ${why}`;
  const answer = call({ namespace, name, port, path });
  if (answer?.kind === 'failed') return { kind: 'failed', why: because(answer.why) };
  if (answer === undefined || answer.kind === 'not simulated')
    return { kind: 'not simulated', why: because('Skiff does not simulate what answers there') };
  if (caBundle === '')
    return {
      kind: 'failed',
      why: because('tls: failed to verify certificate: x509: certificate signed by unknown authority'),
    };
  if (answer.kind === 'late') return { kind: 'failed', why: because('context deadline exceeded') };
  return answer.status === 200
    ? answer
    : { kind: 'failed', why: `the server responded with the status code ${answer.status}` };
}
