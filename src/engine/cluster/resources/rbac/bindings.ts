import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { AGE_COLUMN, column, NAME_COLUMN, wideColumn } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { mapList, withKey } from '../sharing.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMetaUpdate } from '../validation/metadata.ts';

const RBAC = 'rbac.authorization.k8s.io';

interface Subject {
  readonly kind?: string;
  readonly apiGroup?: string;
  readonly name?: string;
  readonly namespace?: string;
}

interface Binding extends KubeObject {
  readonly roleRef?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly Subject[];
}

/** With the group that is meant where none is said, or none but '', as Go's clients send it. */
const inGroup = <Named extends { readonly apiGroup?: string }>(named: Named): Named =>
  named.apiGroup ? named : { ...named, apiGroup: RBAC };

/** The defaults of both sorts of binding. Models: apis/rbac/v1.SetDefaults_RoleBinding, SetDefaults_Subject */
export function defaultBinding(object: KubeObject): KubeObject {
  let out = object as Binding;
  out = withKey(out, 'roleRef', inGroup(out.roleRef ?? {}));
  return mapList(out, 'subjects', (subject) =>
    subject.kind === 'User' || subject.kind === 'Group' ? inGroup(subject) : subject,
  );
}

/** Models: apis/rbac/validation.ValidateRoleBindingSubject */
function validateSubject(subject: Subject, isNamespaced: boolean, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { kind = '', apiGroup = '', name, namespace } = subject;
  if (!name) errors.push(required(`${field}.name`));
  if (kind === 'ServiceAccount') {
    if (apiGroup !== '') errors.push(notSupported(`${field}.apiGroup`, apiGroup, ['']));
    if (!isNamespaced && !namespace) errors.push(required(`${field}.namespace`));
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== RBAC) errors.push(notSupported(`${field}.apiGroup`, apiGroup, [RBAC]));
  } else errors.push(notSupported(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  return errors;
}

/** What a binding names. Models: apis/rbac/validation.ValidateRoleBinding, ValidateClusterRoleBinding */
export function validateBinding(object: KubeObject, isNamespaced: boolean): FieldError[] {
  const { roleRef = {}, subjects = [] } = object as Binding;
  const roles = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const errors: FieldError[] = [];
  if (roleRef.apiGroup !== RBAC) errors.push(notSupported('roleRef.apiGroup', roleRef.apiGroup ?? '', [RBAC]));
  if (!roles.includes(roleRef.kind ?? '')) errors.push(notSupported('roleRef.kind', roleRef.kind ?? '', roles));
  if (!roleRef.name) errors.push(required('roleRef.name'));
  return errors.concat(subjects.flatMap((subject, at) => validateSubject(subject, isNamespaced, `subjects[${at}]`)));
}

/** A binding keeps its role. */
export function validateBindingUpdate(object: KubeObject, old: KubeObject, isNamespaced: boolean): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old), ...validateBinding(object, isNamespaced)];
  const { roleRef } = object as Binding;
  if (!equalJson(roleRef, (old as Binding).roleRef)) errors.push(invalid('roleRef', roleRef, 'cannot change roleRef'));
  return errors;
}

function named({ subjects = [] }: Binding, kind: string): string {
  return subjects
    .filter((subject) => subject.kind === kind)
    .map((subject) =>
      kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name ?? ''}` : (subject.name ?? ''),
    )
    .join(', ');
}

/** The table of both sorts of binding. Models: printers/internalversion.printRoleBinding */
export const bindingTable: Pick<ResourceDefinition, 'columns' | 'cells'> = {
  columns: [
    NAME_COLUMN,
    column('Role', 'The role that is given.'),
    AGE_COLUMN,
    wideColumn('Users', 'Users that have it.'),
    wideColumn('Groups', 'Groups that have it.'),
    wideColumn('ServiceAccounts', 'Service accounts that have it.'),
  ],
  cells: (object, { nowMs }) => {
    const binding = object as Binding;
    return [
      object.metadata.name,
      `${binding.roleRef?.kind ?? ''}/${binding.roleRef?.name ?? ''}`,
      ageText(object.metadata.creationTimestamp, nowMs),
      named(binding, 'User'),
      named(binding, 'Group'),
      named(binding, 'ServiceAccount'),
    ];
  },
};
