import type { JsonObject } from '../../cluster/json.ts';
import type { Describer } from './context.ts';
import { writeTags } from './head.ts';
import { goList, items, text, texts } from './read.ts';
import { describeText, field } from './writer.ts';

/** One allowed thing: a resource of a group or a URL, with the verbs. */
export interface Rule {
  readonly resource: string | undefined;
  readonly group: string;
  readonly url: string | undefined;
  readonly name: string | undefined;
  readonly verbs: readonly string[];
}

/** Rules taken apart to one resource each, verbs gathered again. Models: kubectl/pkg/util/rbac.BreakdownRule, CompactRules */
export function compactRules(rules: readonly JsonObject[]): readonly Rule[] {
  const urls: Rule[] = [];
  const resources = new Map<string, Rule>();
  for (const rule of rules) {
    const names: readonly (string | undefined)[] = texts(rule, 'resourceNames');
    for (const group of texts(rule, 'apiGroups')) {
      for (const resource of texts(rule, 'resources')) {
        for (const name of names.length === 0 ? [undefined] : names) {
          const key = JSON.stringify([group, resource, name]);
          const known = resources.get(key)?.verbs ?? [];
          const verbs = [...new Set([...known, ...texts(rule, 'verbs')])];
          resources.set(key, { resource, group, url: undefined, name, verbs });
        }
      }
    }
    for (const url of texts(rule, 'nonResourceURLs')) {
      for (const verb of texts(rule, 'verbs'))
        urls.push({ resource: undefined, group: '', url, name: undefined, verbs: [verb] });
    }
  }
  return [...urls, ...resources.values()]
    .filter((rule) => rule.verbs.length > 0)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** The text that kubectl sorts rules by: the Go print of a PolicyRule. */
function order(rule: Rule): string {
  const list = (value: string | undefined): string => (value === undefined ? '[]' : `[${value}]`);
  const groups = rule.resource === undefined ? '[]' : `[${rule.group}]`;
  return `&PolicyRule{Verbs:[${rule.verbs.join(' ')}],APIGroups:${groups},Resources:${list(rule.resource)},ResourceNames:${list(rule.name)},NonResourceURLs:${list(rule.url)},}`;
}

/** `pods/log`, `deployments.apps/scale`. Models: kubectl/pkg/describe.CombineResourceGroup */
export function combinedResource(rule: Rule): string {
  if (rule.resource === undefined) return '';
  const [resource = '', ...subresource] = rule.resource.split('/');
  const tail = subresource.length === 0 ? '' : `/${subresource.join('/')}`;
  return `${resource}${rule.group === '' ? '' : `.${rule.group}`}${tail}`;
}

const listOf = (value: string | undefined): string => goList(value === undefined ? [] : [value]);

/** `kubectl describe role` and `clusterrole`. Models: kubectl/pkg/describe.RoleDescriber */
export const describeRole: Describer = (role) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(role, 'metadata', 'name'));
    writeTags(writer, role);
    writer.write(0, 'PolicyRule:\n');
    writer.write(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
    writer.write(1, '---------\t-----------------\t--------------\t-----\n');
    for (const rule of compactRules(items(role, 'rules'))) {
      writer.write(1, `${combinedResource(rule)}\t${listOf(rule.url)}\t${listOf(rule.name)}\t${goList(rule.verbs)}\n`);
    }
  });

/** `kubectl describe rolebinding` and `clusterrolebinding`. Models: kubectl/pkg/describe.RoleBindingDescriber */
export const describeRoleBinding: Describer = (binding) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(binding, 'metadata', 'name'));
    writeTags(writer, binding);
    writer.write(0, 'Role:\n');
    field(writer, 1, 'Kind', text(binding, 'roleRef', 'kind'));
    field(writer, 1, 'Name', text(binding, 'roleRef', 'name'));
    writer.write(0, 'Subjects:\n');
    writer.write(1, 'Kind\tName\tNamespace\n');
    writer.write(1, '----\t----\t---------\n');
    for (const subject of items(binding, 'subjects')) {
      writer.write(1, `${text(subject, 'kind')}\t${text(subject, 'name')}\t${text(subject, 'namespace')}\n`);
    }
  });
