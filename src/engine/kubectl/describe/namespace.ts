import type { JsonObject } from '../../cluster/json.ts';
import { type Describer, RELATED } from './context.ts';
import { writeFullConditions, writeName, writeTags } from './head.ts';
import { canonical, formatQuantity, parseQuantity } from './quantity.ts';
import { items, object, text, texts } from './read.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const LIMIT_COLUMNS = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n';
const LIMIT_RULES = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n';

const SCOPE_HELP: { readonly [scope: string]: string } = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

/** `kubectl describe ns`. Models: kubectl/pkg/describe.describeNamespace */
export const describeNamespace: Describer = (namespace, context) =>
  describeText((writer) => {
    const name = text(namespace, 'metadata', 'name');
    field(writer, 0, 'Name', name);
    writeTags(writer, namespace);
    field(writer, 0, 'Status', text(namespace, 'status', 'phase'));
    writeFullConditions(writer, namespace);
    // A server without these kinds has none of them; one that refuses to list them leaves the part out, as kubectl does.
    const quotas = context.list(RELATED.resourceQuotas, name);
    if ('items' in quotas || quotas.code === 404) {
      writer.write(0, '\n');
      writeQuotas(writer, 'items' in quotas ? quotas.items : []);
    }
    const limits = context.list(RELATED.limitRanges, name);
    if ('items' in limits || limits.code === 404) {
      writer.write(0, '\n');
      writeLimitRanges(writer, 'items' in limits ? limits.items : []);
    }
  });

function writeQuotas(writer: DescribeWriter, quotas: readonly JsonObject[]): void {
  writer.write(0, quotas.length === 0 ? 'No resource quota.\n' : 'Resource Quotas\n');
  const byName = [...quotas].sort((a, b) => (text(a, 'metadata', 'name') < text(b, 'metadata', 'name') ? -1 : 1));
  for (const quota of byName) {
    field(writer, 1, 'Name', text(quota, 'metadata', 'name'));
    writeScopes(writer, quota, 1, '* ');
    writer.write(1, 'Resource\tUsed\tHard\n');
    writer.write(1, '--------\t---\t---\n');
    for (const [resource, used, hard] of usage(quota))
      writer.write(1, `${resource}\t${canonical(used)}\t${canonical(hard)}\n`);
  }
}

function writeScopes(writer: DescribeWriter, quota: JsonObject, level: number, bullet: string): void {
  const scopes = [...texts(quota, 'spec', 'scopes')].sort();
  if (scopes.length > 0) field(writer, level, 'Scopes', scopes.join(', '));
  for (const scope of scopes) {
    const help = SCOPE_HELP[scope];
    if (help !== undefined) writer.write(level, `${bullet}${help}\n`);
  }
}

function usage(quota: JsonObject): readonly (readonly [resource: string, used: string, hard: string])[] {
  const hard = object(quota, 'status', 'hard') ?? {};
  return Object.keys(hard)
    .sort()
    .map((resource) => [resource, text(quota, 'status', 'used', resource), text(hard, resource)] as const);
}

/** `kubectl describe quota`: what is used is shown in the notation of the limit. Models: kubectl/pkg/describe.describeQuota */
export const describeResourceQuota: Describer = (quota) =>
  describeText((writer) => {
    writeName(writer, quota);
    writeScopes(writer, quota, 0, ' * ');
    writer.write(0, 'Resource\tUsed\tHard\n');
    writer.write(0, '--------\t----\t----\n');
    for (const [resource, used, hard] of usage(quota)) {
      const [amount, limit] = [parseQuantity(used), parseQuantity(hard)];
      const shown =
        amount === undefined || limit === undefined
          ? canonical(used)
          : formatQuantity({ ...amount, format: limit.format });
      writer.write(0, `${resource}\t${shown}\t${canonical(hard)}\n`);
    }
  });

/** `kubectl describe limitrange`. Models: kubectl/pkg/describe.describeLimitRange */
export const describeLimitRange: Describer = (range) =>
  describeText((writer) => {
    writeName(writer, range);
    writer.write(0, LIMIT_COLUMNS);
    writer.write(0, LIMIT_RULES);
    writeLimits(writer, range, '');
  });

function writeLimitRanges(writer: DescribeWriter, ranges: readonly JsonObject[]): void {
  if (ranges.length === 0) {
    writer.write(0, 'No LimitRange resource.\n');
    return;
  }
  writer.write(0, `Resource Limits\n ${LIMIT_COLUMNS}`);
  writer.write(0, ` ${LIMIT_RULES}`);
  for (const range of ranges) writeLimits(writer, range, ' ');
}

function writeLimits(writer: DescribeWriter, range: JsonObject, prefix: string): void {
  const kinds = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'];
  for (const limit of items(range, 'spec', 'limits')) {
    const resources = new Set(kinds.flatMap((kind) => Object.keys(object(limit, kind) ?? {})));
    for (const resource of [...resources].sort()) {
      const amounts = kinds.map((kind) => {
        const amount = text(limit, kind, resource);
        return amount === '' ? '-' : canonical(amount);
      });
      writer.write(0, `${prefix}${[text(limit, 'type'), resource, ...amounts].join('\t')}\n`);
    }
  }
}
