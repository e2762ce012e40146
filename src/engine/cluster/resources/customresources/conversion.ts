import type { JsonObject, KubeObject } from '../../json.ts';
import type { WebhookClientConfig } from '../admissionregistration/client-config.ts';
import type { FieldError } from '../definition.ts';
import { invalid, required } from '../validation/field-error.ts';

/** Models: apiextensions/v1.CustomResourceConversion */
export interface Conversion {
  readonly strategy?: string;
  readonly webhook?: {
    readonly conversionReviewVersions?: readonly string[];
    readonly clientConfig?: WebhookClientConfig;
  };
}

/** Asks a definition's webhook for an object in another version. Throws `ApiError`. */
export type Convert = (conversion: Conversion, kind: string, object: KubeObject, apiVersion: string) => KubeObject;

/** What was converted before: objects never change, and neither does what a webhook makes of one. */
const known = new WeakMap<object, Map<string, KubeObject>>();

/** An object in another version of its kind: as it is but for the version, or as the definition's webhook makes it. */
export function convertedTo(
  convert: Convert | undefined,
  conversion: Conversion | undefined,
  kind: string,
  object: KubeObject,
  apiVersion: string,
): KubeObject {
  if (object.apiVersion === apiVersion) return object;
  if (conversion?.strategy !== 'Webhook') return { ...object, apiVersion };
  const before = known.get(object)?.get(apiVersion);
  if (before !== undefined || convert === undefined) return before ?? { ...object, apiVersion };
  const made = convert(conversion, kind, object, apiVersion);
  const all = known.get(object) ?? new Map<string, KubeObject>();
  known.set(object, all.set(apiVersion, made));
  return made;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Models: apiextensions/validation.validateCustomResourceConversion */
export function conversionErrors(conversion: Conversion): FieldError[] {
  const { clientConfig, conversionReviewVersions = [] } = conversion.webhook ?? {};
  const path = 'spec.conversion';
  const errors: FieldError[] = [];
  if (clientConfig === undefined)
    errors.push(required(`${path}.webhookClientConfig`, 'required when strategy is set to Webhook'));
  else if (isGiven(clientConfig.url) === isGiven(clientConfig.service))
    errors.push(required(`${path}.webhookClientConfig`, 'exactly one of url or service is required'));
  const at = `${path}.conversionReviewVersions`;
  if (conversionReviewVersions.length === 0) errors.push(required(at));
  else if (!conversionReviewVersions.some((version) => version === 'v1' || version === 'v1beta1'))
    errors.push(invalid(at, conversionReviewVersions, 'must include at least one of v1, v1beta1'));
  return errors;
}

/** Takes what may change in a conversion: all but the identity, which the webhook may not touch. Models: conversion.restoreObjectMeta */
export function withOwnMetadata(made: JsonObject, { metadata }: KubeObject): KubeObject {
  const { labels, annotations } = (made['metadata'] ?? {}) as Partial<KubeObject['metadata']>;
  const { labels: _, annotations: __, ...own } = metadata ?? {};
  const given = { ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
  return { ...made, metadata: { ...own, ...given } } as unknown as KubeObject;
}
