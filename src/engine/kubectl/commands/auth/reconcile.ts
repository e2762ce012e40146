import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import { changePrinter, createObject, dryRun, replaceObject, withType } from '../../changes.ts';
import type { Command, CommandContext } from '../../command.ts';
import { type DryRun, dryRunFlag, filenameFlags, printFlags } from '../../common-flags.ts';
import { pathOf } from '../../discovery.ts';
import { CommandError, isNotFound } from '../../errors.ts';
import { metadataOf } from '../../json.ts';
import { checkOutput } from '../../printers/printer.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import type { Info } from '../../resource/info.ts';
import { ruleText, uncovered } from './covers.ts';

const GROUP = 'rbac.authorization.k8s.io';
const PROTECTION = 'rbac.authorization.kubernetes.io/autoupdate';

/** `kubectl auth reconcile`. Models: kubectl/pkg/cmd/auth/reconcile.go, component-helpers/auth/rbac/reconciliation */
export const reconcileCommand: Command = {
  name: 'reconcile',
  use: '-f FILENAME',
  short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  flags: [
    ...printFlags,
    dryRunFlag,
    ...filenameFlags('Filename, directory, or URL to files identifying the resource to reconcile.'),
    { name: 'remove-extra-permissions', type: 'bool', usage: 'If true, removes extra permissions added to roles' },
    { name: 'remove-extra-subjects', type: 'bool', usage: 'If true, removes extra subjects added to rolebindings' },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    if (flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
      throw new CommandError('must specify one of -f and -k');
    }
    const mode = dryRun(context);
    if (mode === 'server') throw new CommandError('--dry-run=server for command reconcile is not supported yet');
    checkOutput(context);
    const namespace = context.namespace();
    const built = yield* build(context, {
      filenames: flags.strings('filename'),
      kustomize: flags.string('kustomize'),
      recursive: flags.bool('recursive'),
      namespace: namespace.name,
      enforceNamespace: namespace.explicit,
      continueOnError: true,
    });
    throwErrors(built.errors);
    const printer = changePrinter(context, 'reconciled', mode);
    for (const info of built.infos) {
      if (info.type.group !== GROUP) continue;
      if (info.type.version !== 'v1') {
        throw new CommandError(`only rbac.authorization.k8s.io/v1 is supported: not ${info.type.version}`);
      }
      const wanted = info.object ?? {};
      const plan = planOf(context, live(context, info), wanted, info.type.kind.endsWith('Binding'));
      const result = plan.protected ? plan.object : carriedOut(context, info, plan, mode);
      printer.print(withType(result, info.type));
      tell(context, plan);
    }
    return 0;
  },
};

interface Plan {
  readonly operation: 'none' | 'create' | 'update' | 'recreate';
  /** What the server is to hold. */
  readonly object: JsonObject;
  /** Its owner opted out. */
  readonly protected: boolean;
  /** In Go's words for them. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly what: 'rules' | 'subjects';
}

function live(context: CommandContext, info: Info): JsonObject | undefined {
  try {
    return context.client().object({ method: 'GET', path: pathOf(info.type, info.namespace, info.name) });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function planOf(context: CommandContext, have: JsonObject | undefined, wanted: JsonObject, binding: boolean): Plan {
  const what = binding ? 'subjects' : 'rules';
  const list = (object: JsonObject | undefined): readonly JsonObject[] => objects(object?.[what]);
  const missing = (from: JsonObject | undefined, to: JsonObject | undefined): readonly JsonObject[] =>
    binding
      ? list(to).filter((each) => !list(from).some((other) => sameSubject(each, other)))
      : uncovered(list(from), list(to));
  const show = binding ? subjectText : ruleText;
  const prune = context.flags.bool(binding ? 'remove-extra-subjects' : 'remove-extra-permissions');
  const added = missing(have, wanted);
  const base = { protected: isProtected(have), added: added.map(show), what } as const;
  if (have === undefined) {
    return { ...base, operation: 'create', object: wanted, removed: [], added: list(wanted).map(show) };
  }
  if (binding && !sameRole(have, wanted)) {
    return { ...base, operation: 'recreate', object: wanted, removed: [] };
  }
  const extra = prune ? missing(wanted, have) : [];
  const merged = withMergedMetadata(have, wanted);
  if (added.length === 0 && extra.length === 0) {
    return { ...base, operation: merged === have ? 'none' : 'update', object: merged, removed: [] };
  }
  const kept = prune && extra.length > 0 ? list(wanted) : [...list(have), ...added];
  return { ...base, operation: 'update', object: { ...merged, [what]: kept }, removed: extra.map(show) };
}

function carriedOut(context: CommandContext, info: Info, plan: Plan, mode: DryRun): JsonObject {
  if (plan.operation === 'none' || mode === 'client') return plan.object;
  const options = { fieldManager: '', dryRun: mode };
  if (plan.operation === 'update') return replaceObject(context, info, plan.object, options);
  if (plan.operation === 'recreate') {
    context.client().object({
      method: 'DELETE',
      path: pathOf(info.type, info.namespace, info.name),
    });
  }
  return createObject(context, info.type, info.namespace, plan.object, options);
}

function tell(context: CommandContext, plan: Plan): void {
  if (plan.operation === 'none') return;
  const caveat = plan.protected ? `, but object opted out (${PROTECTION}: false)` : '';
  const lines = [`\treconciliation required ${plan.operation}${caveat}`];
  if (plan.added.length > 0) lines.push(`\tmissing ${plan.what} added:`, ...plan.added.map((each) => `\t\t${each}`));
  if (plan.removed.length > 0)
    lines.push(`\textra ${plan.what} removed:`, ...plan.removed.map((each) => `\t\t${each}`));
  context.err(`${lines.join('\n')}\n`);
}

function isProtected(have: JsonObject | undefined): boolean {
  return have !== undefined && text(record(metadataOf(have)['annotations'])[PROTECTION]) === 'false';
}

/** What the object has stays; what it lacks comes. */
function withMergedMetadata(have: JsonObject, wanted: JsonObject): JsonObject {
  let out = have;
  for (const field of ['labels', 'annotations']) {
    const [old, asked] = [record(metadataOf(have)[field]), record(metadataOf(wanted)[field])];
    const lacking = Object.entries(asked).filter(([key]) => old[key] === undefined);
    if (lacking.length === 0) continue;
    const joined = { ...old, ...Object.fromEntries(lacking) };
    out = { ...out, metadata: { ...metadataOf(out), [field]: joined } };
  }
  return out;
}

const SUBJECT = { kind: 'Kind', apiGroup: 'APIGroup', name: 'Name', namespace: 'Namespace' } as const;

function sameSubject(a: JsonObject, b: JsonObject): boolean {
  return Object.keys(SUBJECT).every((field) => text(a[field]) === text(b[field]) || field === 'apiGroup');
}

function subjectText(subject: JsonObject): string {
  return `{${Object.entries(SUBJECT)
    .map(([field, name]) => `${name}:${text(subject[field])}`)
    .join(' ')}}`;
}

function sameRole(a: JsonObject, b: JsonObject): boolean {
  const [one, other] = [record(a['roleRef']), record(b['roleRef'])];
  return one['kind'] === other['kind'] && one['name'] === other['name'];
}
