import {
  type Crd,
  type CrdCondition,
  type CrdNames,
  isTrue,
  withCondition,
} from '../../resources/customresources/types.ts';

const NO_NAMES: CrdNames = { plural: '', kind: '' };

/** A name, whether another definition of the group has it, and what that is called. */
interface Claim {
  readonly reason: string;
  readonly names: readonly string[];
  readonly isKind: boolean;
}

function claims(names: CrdNames): readonly Claim[] {
  return [
    { reason: 'PluralConflict', names: [names.plural], isKind: false },
    { reason: 'SingularConflict', names: names.singular ? [names.singular] : [], isKind: false },
    { reason: 'ShortNamesConflict', names: names.shortNames ?? [], isKind: false },
    { reason: 'KindConflict', names: [names.kind], isKind: true },
    { reason: 'ListKindConflict', names: names.listKind ? [names.listKind] : [], isKind: true },
  ];
}

/** The status of a definition after its names were held against those that others of its group have. Models: status.NamingConditionController.sync */
export function namingStatus(crd: Crd, others: readonly Crd[], now: string): NonNullable<Crd['status']> {
  const { names } = crd.spec;
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const other of others) {
    const accepted = other.status?.acceptedNames;
    if (accepted === undefined || other.spec.group !== crd.spec.group) continue;
    for (const claim of claims(accepted)) for (const name of claim.names) (claim.isKind ? kinds : resources).add(name);
  }
  const faults = claims(names).flatMap(({ reason, names: wanted, isKind }) =>
    wanted
      .filter((name) => (isKind ? kinds : resources).has(name))
      .map((name) => ({ reason, message: `${JSON.stringify(name)} is already in use` })),
  );
  const [fault] = faults;
  const status = crd.status ?? {};
  const accepted: Omit<CrdCondition, 'lastTransitionTime'> =
    fault === undefined
      ? { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
      : {
          type: 'NamesAccepted',
          status: 'False',
          reason: fault.reason,
          message: faults.map(({ message }) => message).join(', '),
        };
  let conditions = withCondition(status.conditions ?? [], accepted, now);
  if (!isTrue(crd, 'Established'))
    conditions = withCondition(
      conditions,
      fault === undefined
        ? {
            type: 'Established',
            status: 'True',
            reason: 'InitialNamesAccepted',
            message: 'the initial names have been accepted',
          }
        : { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
      now,
    );
  const acceptedNames = fault === undefined ? names : (status.acceptedNames ?? NO_NAMES);
  return { ...status, acceptedNames, conditions };
}
