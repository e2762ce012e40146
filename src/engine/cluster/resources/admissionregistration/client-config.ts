/** Where a webhook is, as whoever registers it says. Models: admissionregistration/v1.WebhookClientConfig, apiextensions/v1.WebhookClientConfig */
export interface WebhookClientConfig {
  readonly url?: string;
  readonly caBundle?: string;
  readonly service?: {
    readonly namespace?: string;
    readonly name?: string;
    readonly path?: string;
    readonly port?: number;
  };
}
