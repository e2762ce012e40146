import type { FieldError } from '../definition.ts';
import { forbidden, invalid, notFound, notSupported, required } from '../validation/field-error.ts';
import type { Container, Volume, VolumeMount } from './types.ts';

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];

/** A path inside a volume: relative, and without `..`. Models: apis/core/validation.validateLocalDescendingPath */
export function validateLocalPath(path: string, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (path.startsWith('/')) errors.push(invalid(field, path, 'must be a relative path'));
  return errors.concat(validateNoBacksteps(path, field));
}

/** Models: apis/core/validation.validatePathNoBacksteps */
export function validateNoBacksteps(path: string, field: string): FieldError[] {
  return path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : [];
}

function validatePropagation(mount: VolumeMount, container: Container, field: string): FieldError[] {
  const value = mount.mountPropagation;
  if (value === undefined) return [];
  if (!PROPAGATIONS.includes(value)) return [notSupported(field, value, PROPAGATIONS)];
  if (value === 'Bidirectional' && container.securityContext?.privileged !== true)
    return [forbidden(field, 'Bidirectional mount propagation is available only to privileged containers')];
  return [];
}

/** Models: apis/core/validation.ValidateVolumeMounts */
export function validateMounts(
  container: Container,
  volumes: ReadonlyMap<string, Volume>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const paths = new Set<string>();
  for (const [at, mount] of (container.volumeMounts ?? []).entries()) {
    const where = `${field}[${at}]`;
    const name = mount.name ?? '';
    const path = mount.mountPath ?? '';
    if (name === '') errors.push(required(`${where}.name`));
    const volume = volumes.get(name);
    if (volume === undefined) errors.push(notFound(`${where}.name`, name));
    if (path === '') errors.push(required(`${where}.mountPath`));
    if (paths.has(path)) errors.push(invalid(`${where}.mountPath`, path, 'must be unique'));
    paths.add(path);
    for (const sub of ['subPath', 'subPathExpr'] as const) {
      const value = mount[sub];
      if (!value) continue;
      if (volume?.image) errors.push(invalid(`${where}.${sub}`, value, 'not allowed in image volume sources'));
      if (sub === 'subPathExpr' && mount.subPath)
        errors.push(invalid(`${where}.subPathExpr`, value, 'subPathExpr and subPath are mutually exclusive'));
      // Kubernetes names the list here, not the entry.
      errors.push(...validateLocalPath(value, `${field}.${sub}`));
    }
    errors.push(...validatePropagation(mount, container, `${field}.mountPropagation`));
  }
  return errors;
}
