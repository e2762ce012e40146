import type { ApiError } from '../../client.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import type { Random } from '../../random.ts';
import { type Convert, withOwnMetadata } from '../../resources/customresources/conversion.ts';
import { type CallWebhook, post } from '../admission/webhook-caller.ts';
import { failure } from '../status.ts';

/** Models: apiextensions-apiserver/pkg/apiserver/conversion.defaultWebhookTimeout */
const TIMEOUT_SECONDS = 30;

interface Answer {
  readonly uid?: string;
  readonly convertedObjects?: readonly JsonObject[];
  readonly result?: { readonly status?: string; readonly message?: string };
}

function answerIn(body: string): Answer | undefined {
  try {
    return (JSON.parse(body) as { readonly response?: Answer }).response;
  } catch {
    return undefined;
  }
}

/** Converts custom resources by their definitions' webhooks, within the call. Models: apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go */
export function webhookConverter(call: () => CallWebhook | undefined, random: Random): Convert {
  return (conversion, kind, object, apiVersion) => {
    const failed = (why: string): ApiError =>
      failure(500, '', `conversion webhook for ${object.apiVersion}, Kind=${kind} failed: ${why}`);
    let uid = '';
    const got = post(conversion.webhook?.clientConfig ?? {}, TIMEOUT_SECONDS, (address) => {
      uid = random.uuid();
      const review = {
        kind: 'ConversionReview',
        apiVersion: 'apiextensions.k8s.io/v1',
        request: { uid, desiredAPIVersion: apiVersion, objects: [object as unknown as JsonObject] },
      };
      return call()?.(address, review, TIMEOUT_SECONDS);
    });
    if (got.kind !== 'answer') throw failed(got.why);
    const answer = answerIn(got.body);
    if (answer?.result?.status !== 'Success') throw failed(answer?.result?.message ?? 'invalid response');
    const [made] = answer.convertedObjects ?? [];
    if (answer.uid !== uid || made === undefined || made['apiVersion'] !== apiVersion)
      throw failed('invalid response: the converted object is not the one that was asked for');
    return withOwnMetadata(made, object as KubeObject);
  };
}
