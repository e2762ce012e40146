import type { DeleteOptions } from '../../client.ts';
import type { Json } from '../../json.ts';
import type { FieldError } from '../../resources/definition.ts';
import { checkSize, type FieldValidation, parseBody } from '../decode/body.ts';
import { JsonSyntaxError } from '../decode/json-text.ts';
import { decodeTyped, TypeMismatchError } from '../decode/typed.ts';
import type { ApiRequest } from '../http.ts';
import { badRequest, invalid } from '../status.ts';

/** What POST, PUT and PATCH may be asked besides their object. */
export interface WriteParameters {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  readonly manager: string;
  readonly force: boolean;
}

const VALIDATIONS: readonly string[] = ['', 'Ignore', 'Warn', 'Strict'];
const POLICIES = ['Foreground', 'Background', 'Orphan'];
const MANAGER_LENGTH = 128;

function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((each) => JSON.stringify(each)).join(', ');
  return {
    type: 'FieldValueNotSupported',
    field,
    detail: `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`,
  };
}

function dryRunErrors(values: readonly string[]): FieldError[] {
  return values.every((value) => value === 'All') ? [] : [notSupported('dryRun', values, ['All'])];
}

/** The manager that a request without one is recorded under. Models: handlers.managerOrUserAgent */
function managerOfAgent(request: ApiRequest): string {
  return (request.headers?.['user-agent'] ?? 'unknown').split('/')[0]?.slice(0, MANAGER_LENGTH) || 'unknown';
}

/** Reads the parameters of a write. Throws 422 for values that do not exist. Models: metav1/validation.Validate{Create,Update,Patch}Options */
export function writeParameters(
  request: ApiRequest,
  query: URLSearchParams,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  isApply = false,
): WriteParameters {
  const errors: FieldError[] = [];
  const manager = query.get('fieldManager') ?? '';
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const validation = query.get('fieldValidation') ?? '';
  const force = query.get('force');
  if (isApply && manager === '')
    errors.push({
      type: 'FieldValueRequired',
      field: 'fieldManager',
      detail: 'Required value: is required for apply patch',
    });
  if (kind === 'PatchOptions' && !isApply && force !== null)
    errors.push({
      type: 'FieldValueForbidden',
      field: 'force',
      detail: 'Forbidden: may not be specified for non-apply patch',
    });
  if (manager.length > MANAGER_LENGTH)
    errors.push({
      type: 'FieldValueTooLong',
      field: 'fieldManager',
      detail: `Too long: may not be more than ${MANAGER_LENGTH} bytes`,
    });
  errors.push(...dryRunErrors(dryRun));
  if (!VALIDATIONS.includes(validation))
    errors.push(notSupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn']));
  if (errors.length > 0) throw invalid('meta.k8s.io', kind, '', errors);
  return {
    dryRun: dryRun.length > 0,
    fieldValidation: validation === '' ? 'Warn' : (validation as FieldValidation),
    manager: manager === '' ? managerOfAgent(request) : manager,
    force: force === 'true' || force === '1',
  };
}

const DELETE_OPTIONS = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

interface DeleteBody {
  readonly gracePeriodSeconds?: Json;
  readonly propagationPolicy?: Json;
  readonly orphanDependents?: Json;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
}

/** A DELETE's options: from its body, otherwise from its query. Throws 400 and 422. Models: handlers.DeleteResource */
export function deleteParameters(
  request: ApiRequest,
  query: URLSearchParams,
): { readonly options: DeleteOptions; readonly dryRun: boolean } {
  checkSize(request.body);
  let body: DeleteBody = {};
  const hasBody = request.body !== undefined && request.body !== '' && request.body !== null;
  if (hasBody) {
    try {
      body = decodeTyped(DELETE_OPTIONS, parseBody(request.body).value ?? {}).value as DeleteBody;
    } catch (error) {
      if (error instanceof JsonSyntaxError)
        throw badRequest(`couldn't get version/kind; json parse error: ${error.message}`);
      if (error instanceof TypeMismatchError) throw badRequest(error.message);
      throw error;
    }
  } else {
    const grace = query.get('gracePeriodSeconds');
    const policy = query.get('propagationPolicy');
    const orphan = query.get('orphanDependents');
    body = {
      ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
      ...(policy === null ? {} : { propagationPolicy: policy }),
      ...(orphan === null ? {} : { orphanDependents: orphan === 'true' }),
    };
  }
  const dryRun = [...(body.dryRun ?? []), ...query.getAll('dryRun')].filter((value) => value !== '');
  const errors = dryRunErrors(dryRun);
  const { propagationPolicy: policy, orphanDependents: orphan, gracePeriodSeconds: grace } = body;
  if (typeof policy === 'string' && typeof orphan === 'boolean')
    errors.push({
      type: 'FieldValueInvalid',
      field: 'propagationPolicy',
      detail: `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`,
    });
  if (typeof policy === 'string' && !POLICIES.includes(policy))
    errors.push(notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']));
  if (errors.length > 0) throw invalid('meta.k8s.io', 'DeleteOptions', '', errors);
  const propagation = typeof orphan === 'boolean' ? (orphan ? 'Orphan' : 'Background') : policy;
  const options: DeleteOptions = {
    ...(typeof grace === 'number' && Number.isFinite(grace) ? { gracePeriodSeconds: grace } : {}),
    ...(typeof propagation === 'string'
      ? { propagationPolicy: propagation as NonNullable<DeleteOptions['propagationPolicy']> }
      : {}),
    ...(body.preconditions ? { preconditions: body.preconditions } : {}),
  };
  return { options, dryRun: dryRun.length > 0 };
}
