import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing } from '../sharing.ts';
import { forbidden, notSupported } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const POLICIES = ['Never', 'PreemptLowerPriority'];
/** The highest value that users may give. Models: scheduling.HighestUserDefinablePriority */
const HIGHEST_USER_VALUE = 1_000_000_000;
const SYSTEM_CLASSES: { readonly [name: string]: number } = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

interface PriorityClass {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

const classOf = (object: KubeObject): PriorityClass => object as PriorityClass;

/** Models: apis/scheduling/validation.ValidatePriorityClass */
function validateValues(object: KubeObject): FieldError[] {
  const { value = 0, preemptionPolicy = '' } = classOf(object);
  const { name } = object.metadata;
  const errors: FieldError[] = [];
  if (name.startsWith('system-')) {
    if (SYSTEM_CLASSES[name] !== value)
      errors.push(
        forbidden('metadata.name', "priority class names with 'system-' prefix are reserved for system use only"),
      );
  } else if (value > HIGHEST_USER_VALUE)
    errors.push(forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_VALUE}`));
  if (!POLICIES.includes(preemptionPolicy)) errors.push(notSupported('preemptionPolicy', preemptionPolicy, POLICIES));
  return errors;
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old)];
  const now = classOf(object);
  const before = classOf(old);
  if ((now.value ?? 0) !== (before.value ?? 0)) errors.push(forbidden('value', 'may not be changed in an update.'));
  if (now.preemptionPolicy !== before.preemptionPolicy)
    errors.push(forbidden('preemptionPolicy', 'may not be changed in an update.'));
  return errors;
}

/** Only one class may be everyone's. Models: plugin/pkg/admission/priority.validatePriorityClass */
function refuseSecondDefault(object: KubeObject, context: StrategyContext): void {
  if (classOf(object).globalDefault !== true) return;
  for (const each of context.list('priorityclasses.scheduling.k8s.io', ''))
    if (classOf(each).globalDefault === true && each.metadata.name !== object.metadata.name)
      throw forbiddenByAdmission(
        'priorityclasses',
        'scheduling.k8s.io',
        object.metadata.name,
        `PriorityClass ${each.metadata.name} is already marked as default. Only one default can exist`,
      );
}

/** Models: pkg/registry/scheduling/priorityclass */
export const priorityClass: ResourceDefinition = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  shortNames: ['pc'],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.scheduling.v1.PriorityClass',
  subresources: {},
  defaults: (object) => setMissing(object, { preemptionPolicy: 'PreemptLowerPriority' }),
  prepareForCreate: (object, context) => {
    refuseSecondDefault(object, context);
    return startGeneration(object);
  },
  prepareForUpdate: (object, _old, context) => {
    refuseSecondDefault(object, context);
    return object;
  },
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateValues(object)],
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Value', 'The priority that pods of this class get.', 'integer'),
    column('Global-Default', 'Whether pods without a class get this one.', 'boolean'),
    AGE_COLUMN,
    column('PreemptionPolicy', 'Whether pods of this class may push others out.'),
  ],
  cells: (object, { nowMs }) => {
    const { value = 0, globalDefault = false, preemptionPolicy = '' } = classOf(object);
    return [
      object.metadata.name,
      value,
      globalDefault,
      ageText(object.metadata.creationTimestamp, nowMs),
      preemptionPolicy,
    ];
  },
  fieldSelectors: {},
};
