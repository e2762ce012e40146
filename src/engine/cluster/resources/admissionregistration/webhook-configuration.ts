import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { mapList, setMissing, withKey } from '../sharing.ts';
import { admissionScope, expressionError } from '../validation/expressions.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';
import type { WebhookClientConfig } from './client-config.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const POLICIES = ['Fail', 'Ignore'];

interface Rule {
  readonly scope?: string;
}

interface Webhook {
  readonly name?: string;
  readonly clientConfig?: WebhookClientConfig;
  readonly rules?: readonly Rule[];
  readonly failurePolicy?: string;
  readonly sideEffects?: string;
  readonly admissionReviewVersions?: readonly string[];
  readonly matchConditions?: readonly { readonly name?: string; readonly expression?: string }[];
}

interface Configuration extends KubeObject {
  readonly webhooks?: readonly Webhook[];
}

/** Models: apis/admissionregistration/v1.SetDefaults_ValidatingWebhook, SetDefaults_MutatingWebhook */
function webhookDefaults(webhook: Webhook, isMutating: boolean): Webhook {
  const withRules = mapList(webhook, 'rules', (rule: Rule) => setMissing(rule, { scope: '*' }));
  const { clientConfig } = withRules;
  const service = clientConfig?.service;
  const withPort =
    clientConfig === undefined || service === undefined
      ? withRules
      : withKey(withRules, 'clientConfig', { ...clientConfig, service: setMissing(service, { port: 443 }) });
  return setMissing(withPort, {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    ...(isMutating ? { reinvocationPolicy: 'Never' } : {}),
  } as Partial<Webhook>);
}

/** Models: apis/admissionregistration/validation.validateValidatingWebhook */
const SCOPE = admissionScope([]);

function validateWebhook(webhook: Webhook, field: string): FieldError[] {
  const { name = '', clientConfig, failurePolicy, sideEffects, admissionReviewVersions = [] } = webhook;
  const errors = validateText(name, dns1123Subdomain, `${field}.name`);
  if (errors.length === 0 && name.split('.').length < 3)
    errors.push(invalid(`${field}.name`, name, 'should be a domain with at least three segments separated by dots'));
  if (failurePolicy !== undefined && !POLICIES.includes(failurePolicy))
    errors.push(notSupported(`${field}.failurePolicy`, failurePolicy, POLICIES));
  if (sideEffects === undefined)
    errors.push(required(`${field}.sideEffects`, 'must specify one of None, NoneOnDryRun'));
  else if (sideEffects !== 'None' && sideEffects !== 'NoneOnDryRun')
    errors.push(notSupported(`${field}.sideEffects`, sideEffects, ['None', 'NoneOnDryRun']));
  if (admissionReviewVersions.length === 0)
    errors.push(required(`${field}.admissionReviewVersions`, 'must specify one of v1, v1beta1'));
  for (const [at, condition] of (webhook.matchConditions ?? []).entries())
    errors.push(...expressionError(`${field}.matchConditions[${at}].expression`, condition.expression, SCOPE));
  if ((clientConfig?.url === undefined) === (clientConfig?.service === undefined))
    errors.push(required(`${field}.clientConfig`, 'exactly one of url or service is required'));
  return errors;
}

function validateAll(object: KubeObject): FieldError[] {
  const webhooks = (object as Configuration).webhooks ?? [];
  return webhooks.flatMap((webhook, at) => validateWebhook(webhook, `webhooks[${at}]`));
}

function kindOf(kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration'): ResourceDefinition {
  const isMutating = kind === 'MutatingWebhookConfiguration';
  const singular = kind.toLowerCase();
  return {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind,
    plural: `${singular}s`,
    singular,
    shortNames: [],
    categories: ['api-extensions'],
    namespaced: false,
    schema: `io.k8s.api.admissionregistration.v1.${kind}`,
    subresources: {},
    defaults: (object) =>
      mapList(object as Configuration, 'webhooks', (webhook: Webhook) => webhookDefaults(webhook, isMutating)),
    prepareForCreate: startGeneration,
    validate: (object) => [...validateObjectMeta(object, METADATA), ...validateAll(object)],
    validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateAll(object)],
    raisesGeneration: (object, old) => !equalJson((object as Configuration).webhooks, (old as Configuration).webhooks),
    columns: [NAME_COLUMN, { ...column('Webhooks', 'How many webhooks it names.'), type: 'integer' }, AGE_COLUMN],
    cells: (object, { nowMs }) => [
      object.metadata.name,
      ((object as Configuration).webhooks ?? []).length,
      ageText(object.metadata.creationTimestamp, nowMs),
    ],
    fieldSelectors: {},
  };
}

/** Models: pkg/registry/admissionregistration/validatingwebhookconfiguration. */
export const validatingWebhookConfiguration: ResourceDefinition = kindOf('ValidatingWebhookConfiguration');

/** Models: pkg/registry/admissionregistration/mutatingwebhookconfiguration. */
export const mutatingWebhookConfiguration: ResourceDefinition = kindOf('MutatingWebhookConfiguration');
