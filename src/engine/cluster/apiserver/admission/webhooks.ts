// Over 150 lines: choosing, calling and judging one webhook belong to one decision.

import type { Json, JsonObject, KubeObject } from '../../json.ts';
import type { Random } from '../../random.ts';
import type { WebhookClientConfig } from '../../resources/admissionregistration/client-config.ts';
import type { Store } from '../../store.ts';
import { decodeCustom } from '../decode/custom.ts';
import { decodeTyped, TypeMismatchError } from '../decode/typed.ts';
import { JsonPatchError, jsonPatch } from '../patch/json-patch.ts';
import { failure, internalError } from '../status.ts';
import { AnswerPending, type Attempt, type HeardCall } from './attempt.ts';
import type { Attributes } from './attributes.ts';
import { admissionBindings, admissionRequest } from './bindings.ts';
import {
  conditionsHold,
  type MatchCondition,
  matchesRule,
  matchesSelectors,
  type Rule,
  type Scope,
} from './matching.ts';
import { type CallWebhook, post, type WebhookAnswer } from './webhook-caller.ts';

/** Models: admissionregistration/v1.ValidatingWebhook, MutatingWebhook */
interface Webhook extends Scope {
  readonly name: string;
  readonly rules?: readonly Rule[];
  readonly matchConditions?: readonly MatchCondition[];
  readonly failurePolicy?: string;
  readonly timeoutSeconds?: number;
  readonly clientConfig?: WebhookClientConfig;
}

/** Models: admission/v1.AdmissionResponse */
interface Response {
  readonly uid?: string;
  readonly allowed?: boolean;
  readonly status?: JsonObject;
  readonly patch?: string;
  readonly patchType?: string;
  readonly warnings?: readonly string[];
}

export const WEBHOOKS = {
  validating: 'validatingwebhookconfigurations.admissionregistration.k8s.io',
  mutating: 'mutatingwebhookconfigurations.admissionregistration.k8s.io',
} as const;

interface Rooms {
  readonly store: Store;
  /** Already forked for webhooks. */
  readonly random: Random;
  readonly call: CallWebhook | undefined;
  /** The request's calls so far, where its sender waits for slow webhooks. */
  readonly attempt: Attempt | undefined;
}

/** Why a call did not come to an answer. */
class CallFailed extends Error {}

/** The webhooks of configurations in the order of their names. */
function webhooksOf(configurations: Iterable<KubeObject>): readonly Webhook[] {
  const sorted = [...configurations].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return sorted.flatMap((each) => (each['webhooks'] ?? []) as unknown as readonly Webhook[]);
}

/** Whether a webhook is to be called. Throws 500 where its conditions cannot be told and it fails closed. */
function isCalled(rooms: Rooms, webhook: Webhook, attributes: Attributes): boolean {
  if (!(webhook.rules ?? []).some((rule) => matchesRule(rule, attributes, webhook.matchPolicy))) return false;
  if (!matchesSelectors(webhook, attributes, rooms.store)) return false;
  const conditions = webhook.matchConditions ?? [];
  if (conditions.length === 0) return true;
  const matched = conditionsHold(conditions, admissionBindings(attributes, rooms.store));
  if (!('failed' in matched)) return matched.holds;
  if (webhook.failurePolicy === 'Ignore') return false;
  throw internalError(`failed calling webhook "${webhook.name}": ${matched.failed}`);
}

function review(uid: string, attributes: Attributes): JsonObject {
  const json = (object: KubeObject | undefined): Json =>
    object === undefined ? null : (object as unknown as JsonObject);
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid,
      ...admissionRequest(attributes),
      object: json(attributes.object),
      oldObject: json(attributes.oldObject),
      options: null,
    },
  };
}

/** The next call of a request: what an earlier attempt heard, or a fresh one. Throws `AnswerPending` where it is worth waiting. */
function called(
  { random, attempt }: Rooms,
  timeoutSeconds: number,
  call: (uid: string) => WebhookAnswer | undefined,
): HeardCall {
  const known = attempt?.next();
  if (known !== undefined) return known;
  const uid = random.uuid();
  const heard: HeardCall = { uid, answer: call(uid) ?? { kind: 'not simulated' } };
  if (attempt === undefined) return heard;
  const { answer } = heard;
  if (answer.kind === 'late' && answer.toCome !== undefined)
    throw new AnswerPending(uid, timeoutSeconds, answer.toCome, attempt);
  attempt.record(heard);
  return heard;
}

/** Puts the write to a webhook; undefined where its server is not simulated. Throws `CallFailed`. Models: webhook/generic, webhook/request */
function ask(rooms: Rooms, webhook: Webhook, attributes: Attributes): Response | undefined {
  const { clientConfig = {}, timeoutSeconds = 10 } = webhook;
  let uid = '';
  const answer = post(clientConfig, timeoutSeconds, (address) => {
    const heard = called(rooms, timeoutSeconds, (id) => rooms.call?.(address, review(id, attributes), timeoutSeconds));
    uid = heard.uid;
    return heard.answer;
  });
  if (answer.kind === 'not simulated') return undefined;
  if (answer.kind === 'failed') throw new CallFailed(`failed to call webhook: ${answer.why}`);
  const response = parsed(answer.body);
  if (response === undefined) return undefined;
  if (response.uid !== uid)
    throw new CallFailed(
      `received invalid webhook response: expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(response.uid ?? '')}`,
    );
  return response;
}

/** The response of a review; undefined for text that is none, as of a program that answers everything alike. */
function parsed(body: string): Response | undefined {
  try {
    const read = JSON.parse(body) as { readonly kind?: unknown; readonly response?: Response };
    return read?.kind === 'AdmissionReview' && typeof read.response === 'object' ? read.response : undefined;
  } catch {
    return undefined;
  }
}

/** Models: webhook/errors.ToStatusErr */
function denied(name: string, status: JsonObject = {}): Error {
  const by = `admission webhook ${JSON.stringify(name)} denied the request`;
  const { message, reason, code } = status as {
    readonly message?: string;
    readonly reason?: string;
    readonly code?: number;
  };
  const said = message ? `${by}: ${message}` : reason ? `${by}: ${reason}` : `${by} without explanation`;
  const number = code === undefined || code < 400 ? 400 : code;
  return failure(number, reason ?? '', said, status['details'] as JsonObject | undefined);
}

/** Asks one webhook; undefined where it has nothing to say. Throws what it refuses. */
function judged(rooms: Rooms, webhook: Webhook, attributes: Attributes): Response | undefined {
  if (!isCalled(rooms, webhook, attributes)) return undefined;
  let response: Response | undefined;
  try {
    response = ask(rooms, webhook, attributes);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (webhook.failurePolicy === 'Ignore') return undefined;
    throw internalError(`failed calling webhook "${webhook.name}": ${error.message}`);
  }
  if (response === undefined) {
    attributes.warn(`Skiff does not simulate what the webhook "${webhook.name}" calls; the request passed without it`);
    return undefined;
  }
  for (const text of response.warnings ?? []) attributes.warn(text);
  if (response.allowed !== true) throw denied(webhook.name, response.status);
  return response;
}

/** An object after a webhook's patch, in its kind's shape. */
function patched(
  webhook: Webhook,
  { patch = '', patchType }: Response,
  { resource }: Attributes,
  object: KubeObject,
): KubeObject {
  if (patchType !== 'JSONPatch')
    throw internalError(`failed calling webhook "${webhook.name}": invalid response.patchType "${patchType ?? ''}"`);
  const { custom, schema } = resource.definition;
  try {
    const operations = JSON.parse(atob(patch)) as readonly Json[];
    const changed = jsonPatch(object as unknown as JsonObject, operations);
    const decoded = custom === undefined ? decodeTyped(schema, changed) : decodeCustom(custom, changed);
    return decoded.value as unknown as KubeObject;
  } catch (error) {
    if (error instanceof JsonPatchError || error instanceof SyntaxError || error instanceof TypeMismatchError)
      throw internalError(error.message);
    throw error;
  }
}

/** The object as the mutating webhooks leave it, each asked about what the one before left. Models: webhook/mutating.dispatcher */
export function askMutating(
  rooms: Rooms,
  configurations: Iterable<KubeObject>,
  attributes: Attributes,
): KubeObject | undefined {
  let { object } = attributes;
  for (const webhook of webhooksOf(configurations)) {
    const now = { ...attributes, object };
    const response = judged(rooms, webhook, now);
    if (object !== undefined && response?.patch) object = patched(webhook, response, now, object);
  }
  return object;
}

/** Throws for the first validating webhook that refuses. Models: webhook/validating.dispatcher */
export function askValidating(rooms: Rooms, configurations: Iterable<KubeObject>, attributes: Attributes): void {
  for (const webhook of webhooksOf(configurations)) judged(rooms, webhook, attributes);
}
