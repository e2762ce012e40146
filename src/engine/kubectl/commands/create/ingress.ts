import type { JsonObject } from '../../../cluster/json.ts';
import type { Command } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';

/** As kubectl has it: not tied to the end, so what comes after a port is not looked at. */
const RULE = /^[\w*\-.]*(\/.*)=[\w-]+:[\w-]+/;

/** `kubectl create ingress`. Models: kubectl/pkg/cmd/create/create_ingress.go */
export const createIngress: Command = {
  name: 'ingress',
  aliases: ['ing'],
  use: 'NAME --rule=host/path=service:port[,tls[=secret]] ',
  short: 'Create an ingress with the specified name',
  flags: [
    ...generatorFlags,
    {
      name: 'annotation',
      type: 'stringArray',
      usage: 'Annotation to insert in the ingress object, in the format annotation=value',
    },
    { name: 'class', type: 'string', usage: 'Ingress Class to be used' },
    { name: 'default-backend', type: 'string', usage: 'Default service for backend, in format of svcname:port' },
    {
      name: 'rule',
      type: 'stringArray',
      usage:
        "Rule in format host/path=service:port[,tls=secretname]. Paths containing the leading character '*' are considered pathType=Prefix. tls argument is optional.",
    },
  ],
  run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const rules = flags.strings('rule');
    const backendFlag = flags.string('default-backend');
    const annotations = flags.strings('annotation').map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? ([pair, undefined] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
    });
    if (backendFlag === '' && rules.length === 0) {
      throw new CommandError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    }
    for (const rule of rules) {
      if (RULE.test(rule)) continue;
      throw new CommandError(
        `rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
      );
    }
    for (const [key, value] of annotations) {
      if (value === undefined) {
        throw new CommandError(`annotation ${key} is invalid and should be in format key=[value]`);
      }
    }
    if (backendFlag !== '' && backendFlag.split(':').length !== 2) {
      throw new CommandError('default-backend should be in format servicename:serviceport');
    }
    const tls = tlsOf(rules);
    const spec: JsonObject = {
      ...(flags.string('class') === '' ? {} : { ingressClassName: flags.string('class') }),
      ...(backendFlag === '' ? {} : { defaultBackend: backend(backendFlag) }),
      ...(tls.length > 0 ? { tls } : {}),
      ...(rules.length > 0 ? { rules: rulesOf(rules) } : {}),
    };
    const object: JsonObject = {
      kind: 'Ingress',
      apiVersion: 'networking.k8s.io/v1',
      metadata: generatedMetadata(
        context,
        name,
        annotations.length > 0 ? { annotations: Object.fromEntries(annotations) as JsonObject } : {},
      ),
      spec,
      status: { loadBalancer: {} },
    };
    return createGenerated(context, object, 'failed to create ingress: ');
  },
};

function backend(target: string): JsonObject {
  const [name = '', port = ''] = target.split(':');
  return { service: { name, port: /^-?\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function rulesOf(rules: readonly string[]): readonly JsonObject[] {
  const byHost = new Map<string, JsonObject[]>();
  for (const rule of rules) {
    const [target = ''] = rule.split(',');
    const slash = target.indexOf('/');
    const host = target.slice(0, slash);
    const [pathWord = '', service = ''] = target.slice(slash + 1).split('=');
    const prefix = `/${pathWord}`.endsWith('*');
    const path = `/${pathWord}`.replace(/\*$/, '');
    const paths = byHost.get(host) ?? [];
    paths.push({ path, pathType: prefix ? 'Prefix' : 'Exact', backend: backend(service) });
    byHost.set(host, paths);
  }
  return [...byHost].map(([host, paths]) => ({ ...(host === '' ? {} : { host }), http: { paths } }));
}

function tlsOf(rules: readonly string[]): readonly JsonObject[] {
  const entries: { hosts: string[]; secret: string }[] = [];
  const seen = new Set<string>();
  for (const rule of rules) {
    const [target = '', tls, more] = rule.split(',');
    const host = target.slice(0, target.indexOf('/'));
    if (tls === undefined || more !== undefined || seen.has(host)) continue;
    seen.add(host);
    const secret = tls.split('=')[1] ?? '';
    const same = entries.find((entry) => entry.secret === secret);
    if (same !== undefined) same.hosts.push(host);
    else if (host !== '' || secret !== '') entries.push({ hosts: host === '' ? [] : [host], secret });
  }
  return entries.map(({ hosts, secret }) => ({
    ...(hosts.length > 0 ? { hosts } : {}),
    ...(secret === '' ? {} : { secretName: secret }),
  }));
}
