import type { JsonObject } from '../../../cluster/json.ts';

const LISTS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
type List = (typeof LISTS)[number];

const strings = (rule: JsonObject, list: List): readonly string[] => {
  const value = rule[list];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
};

/** The rules of `wanted` that `owned` does not allow, each broken down to one verb on one thing. Models: rbac/validation.Covers */
export function uncovered(owned: readonly JsonObject[], wanted: readonly JsonObject[]): readonly JsonObject[] {
  return wanted.flatMap(brokenDown).filter((rule) => !owned.some((owner) => covers(owner, rule)));
}

/** One verb, one group and resource or one URL, one name. Models: rbac/validation.BreakdownRule */
function brokenDown(rule: JsonObject): readonly JsonObject[] {
  const out: JsonObject[] = [];
  const names = strings(rule, 'resourceNames');
  for (const group of strings(rule, 'apiGroups')) {
    for (const resource of strings(rule, 'resources')) {
      for (const verb of strings(rule, 'verbs')) {
        const simple = { verbs: [verb], apiGroups: [group], resources: [resource] };
        if (names.length === 0) out.push(simple);
        else out.push(...names.map((name) => ({ ...simple, resourceNames: [name] })));
      }
    }
  }
  for (const url of strings(rule, 'nonResourceURLs')) {
    for (const verb of strings(rule, 'verbs')) out.push({ verbs: [verb], nonResourceURLs: [url] });
  }
  return out;
}

function covers(owner: JsonObject, rule: JsonObject): boolean {
  const has = (list: List): boolean => {
    const owned = strings(owner, list);
    return owned.includes('*') || strings(rule, list).every((each) => owned.includes(each));
  };
  return (
    has('verbs') &&
    has('apiGroups') &&
    coversResources(owner, rule) &&
    coversNames(owner, rule) &&
    coversUrls(owner, rule)
  );
}

/** A star before a slash stands for every resource: `*` + `/scale`. */
function coversResources(owner: JsonObject, rule: JsonObject): boolean {
  const owned = strings(owner, 'resources');
  return strings(rule, 'resources').every(
    (each) => owned.includes('*') || owned.includes(each) || owned.includes(`*/${each.split('/')[1] ?? ''}`),
  );
}

function coversNames(owner: JsonObject, rule: JsonObject): boolean {
  const owned = strings(owner, 'resourceNames');
  const wanted = strings(rule, 'resourceNames');
  if (owned.length === 0) return true;
  return wanted.length > 0 && wanted.every((each) => owned.includes(each));
}

function coversUrls(owner: JsonObject, rule: JsonObject): boolean {
  const owned = strings(owner, 'nonResourceURLs');
  return strings(rule, 'nonResourceURLs').every((url) =>
    owned.some((each) => each === url || (each.endsWith('*') && url.startsWith(each.slice(0, -1)))),
  );
}

/** A rule as Go prints the struct with `%+v`. */
export function ruleText(rule: JsonObject): string {
  const names: { readonly [list in List]: string } = {
    verbs: 'Verbs',
    apiGroups: 'APIGroups',
    resources: 'Resources',
    resourceNames: 'ResourceNames',
    nonResourceURLs: 'NonResourceURLs',
  };
  return `{${LISTS.map((list) => `${names[list]}:[${strings(rule, list).join(' ')}]`).join(' ')}}`;
}
