import type { JsonObject } from '../../json.ts';

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
