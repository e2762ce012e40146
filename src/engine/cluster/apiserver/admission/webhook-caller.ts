import type { JsonObject } from '../../json.ts';

/** Where a webhook is, as its configuration says it. Models: admissionregistration/v1.WebhookClientConfig */
export interface WebhookAddress {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly path: string;
}

/** What a call came to. */
export type WebhookAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** Somebody is there, and it is no program that answers such calls here. */
  | { readonly kind: 'not simulated' }
  /** Nothing came; the API server waits no longer than its call takes. */
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly why: string };

/** Calls webhooks of the cluster's Services within the call. The network gives it. */
export type CallWebhook = (address: WebhookAddress, review: JsonObject, timeoutSeconds: number) => WebhookAnswer;
