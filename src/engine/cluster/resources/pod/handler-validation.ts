import type { FieldError } from '../definition.ts';
import { forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateNonnegative, validatePort } from '../validation/numbers.ts';
import { httpHeaderName } from '../validation/values.ts';
import type { Container, Handler, HttpGetAction, Lifecycle, Probe } from './types.ts';

function validateHttpGet(action: HttpGetAction, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!action.path) errors.push(required(`${field}.path`));
  errors.push(...validatePort(action.port, `${field}.port`));
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS')
    errors.push(notSupported(`${field}.scheme`, action.scheme ?? '', ['HTTP', 'HTTPS']));
  for (const header of action.httpHeaders ?? [])
    for (const message of httpHeaderName(header.name ?? ''))
      errors.push(invalid(`${field}.httpHeaders`, header.name ?? '', message));
  return errors;
}

function validateSleep(seconds: number, gracePeriod: number | undefined, field: string): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return [];
  return [invalid(field, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`)];
}

const KINDS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function validateAction(
  handler: Handler,
  kind: (typeof KINDS)[number],
  grace: number | undefined,
  field: string,
): FieldError[] {
  switch (kind) {
    case 'exec':
      return (handler.exec?.command ?? []).length === 0 ? [required(`${field}.command`)] : [];
    case 'httpGet':
      return validateHttpGet(handler.httpGet ?? {}, field);
    case 'tcpSocket':
      return validatePort(handler.tcpSocket?.port, `${field}.port`);
    case 'grpc':
      return validatePort(handler.grpc?.port, `${field}.port`);
    case 'sleep':
      return validateSleep(handler.sleep?.seconds ?? 0, grace, field);
  }
}

/** Exactly one action, and that one well-formed. Models: apis/core/validation.validateHandler */
function validateHandler(handler: Handler, grace: number | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let found = 0;
  for (const kind of KINDS) {
    if (!handler[kind]) continue;
    if (found > 0) errors.push(forbidden(`${field}.${kind}`, 'may not specify more than 1 handler type'));
    else errors.push(...validateAction(handler, kind, grace, `${field}.${kind}`));
    found++;
  }
  if (found === 0) errors.push(required(field, 'must specify a handler type'));
  return errors;
}

const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function validateProbe(probe: Probe, grace: number | undefined, field: string): FieldError[] {
  const errors = validateHandler(probe, grace, field);
  for (const name of COUNTS) errors.push(...validateNonnegative(probe[name], `${field}.${name}`));
  const own = probe.terminationGracePeriodSeconds;
  if (own !== undefined && own <= 0)
    errors.push(invalid(`${field}.terminationGracePeriodSeconds`, own, 'must be greater than 0'));
  return errors;
}

/** A container's three probes. Models: validateLivenessProbe, validateReadinessProbe, validateStartupProbe */
export function validateProbes(container: Container, grace: number | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { livenessProbe, readinessProbe, startupProbe } = container;
  const once = (probe: Probe, where: string): void => {
    errors.push(...validateProbe(probe, grace, where));
    if ((probe.successThreshold ?? 1) !== 1)
      errors.push(invalid(`${where}.successThreshold`, probe.successThreshold, 'must be 1'));
  };
  if (livenessProbe) once(livenessProbe, `${field}.livenessProbe`);
  if (readinessProbe) {
    const where = `${field}.readinessProbe`;
    errors.push(...validateProbe(readinessProbe, grace, where));
    if (readinessProbe.terminationGracePeriodSeconds !== undefined)
      errors.push(
        invalid(
          `${where}.terminationGracePeriodSeconds`,
          readinessProbe.terminationGracePeriodSeconds,
          'must not be set for readinessProbes',
        ),
      );
  }
  if (startupProbe) once(startupProbe, `${field}.startupProbe`);
  return errors;
}

/** The hooks after start and before stop. Models: apis/core/validation.validateLifecycle */
export function validateLifecycle(
  lifecycle: Lifecycle | undefined,
  grace: number | undefined,
  field: string,
): FieldError[] {
  if (!lifecycle) return [];
  return [
    ...(lifecycle.postStart ? validateHandler(lifecycle.postStart, grace, `${field}.postStart`) : []),
    ...(lifecycle.preStop ? validateHandler(lifecycle.preStop, grace, `${field}.preStop`) : []),
  ];
}
