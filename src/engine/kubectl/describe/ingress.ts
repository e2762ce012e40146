import type { JsonObject } from '../../cluster/json.ts';
import { type DescribeContext, type Describer, RELATED } from './context.ts';
import { formatEndpointSlices } from './endpoints.ts';
import { writeEventsOf } from './events.ts';
import { writeTags } from './head.ts';
import { writeAnnotations, writeLabels } from './maps.ts';
import { at, items, number, object, text, texts } from './read.ts';
import { slicesOf } from './service.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

/** `kubectl describe ingress`. Models: kubectl/pkg/describe.describeIngressV1 */
export const describeIngress: Describer = (ingress, context) =>
  describeText((writer) => {
    const namespace = text(ingress, 'metadata', 'namespace');
    field(writer, 0, 'Name', text(ingress, 'metadata', 'name'));
    writeLabels(writer, 'Labels', at(ingress, 'metadata', 'labels'));
    field(writer, 0, 'Namespace', namespace);
    field(writer, 0, 'Address', addresses(ingress));
    field(writer, 0, 'Ingress Class', text(ingress, 'spec', 'ingressClassName') || '<none>');
    const fallback = object(ingress, 'spec', 'defaultBackend');
    const described = fallback === undefined ? '<default>' : describeBackend(fallback, namespace, context);
    field(writer, 0, 'Default backend', described);
    writeTls(writer, items(ingress, 'spec', 'tls'));
    writer.write(0, 'Rules:\n  Host\tPath\tBackends\n');
    writer.write(1, '----\t----\t--------\n');
    const rules = items(ingress, 'spec', 'rules').filter((rule) => object(rule, 'http') !== undefined);
    for (const rule of rules) {
      writer.write(1, `${text(rule, 'host') || '*'}\t\n`);
      for (const path of items(rule, 'http', 'paths')) {
        writer.write(2, `\t${text(path, 'path')} \t${describeBackend(object(path, 'backend'), namespace, context)}\n`);
      }
    }
    if (rules.length === 0) writer.write(1, `*\t*\t${described}\n`);
    writeAnnotations(writer, 'Annotations', at(ingress, 'metadata', 'annotations'));
    writeEventsOf(writer, context, ingress);
  });

function addresses(ingress: JsonObject): string {
  const points = items(ingress, 'status', 'loadBalancer', 'ingress').map(
    (point) => text(point, 'ip') || text(point, 'hostname'),
  );
  return [...new Set(points.filter((point) => point !== ''))].sort().join(',');
}

function writeTls(writer: DescribeWriter, entries: readonly JsonObject[]): void {
  if (entries.length > 0) writer.write(0, 'TLS:\n');
  for (const entry of entries) {
    const hosts = texts(entry, 'hosts').join(',');
    const secret = text(entry, 'secretName');
    writer.write(1, secret === '' ? `SNI routes ${hosts}\n` : `${secret} terminates ${hosts}\n`);
  }
}

/** `api:80 (10.244.1.5:80)`, or why the Service cannot be shown. Models: kubectl/pkg/describe.describeBackendV1 */
function describeBackend(backend: JsonObject | undefined, namespace: string, context: DescribeContext): string {
  const resource = object(backend, 'resource');
  const service = object(backend, 'service');
  if (service !== undefined) {
    const name = text(service, 'name');
    const wanted = { number: number(service, 'port', 'number'), name: text(service, 'port', 'name') };
    const head = `${name}:${wanted.number === 0 ? wanted.name : wanted.number}`;
    const found = context.get(RELATED.services, namespace, name);
    if ('error' in found) return `${head} (<error: ${found.error}>)`;
    const port = items(found.object, 'spec', 'ports').findLast((each) =>
      wanted.number === 0
        ? wanted.name !== '' && text(each, 'name') === wanted.name
        : number(each, 'port') === wanted.number,
    );
    return `${head} (${formatEndpointSlices(slicesOf(namespace, name, context), text(port, 'name'))})`;
  }
  if (resource === undefined) return '';
  const group = at(resource, 'apiGroup') === undefined ? '<none>' : text(resource, 'apiGroup');
  return `APIGroup: ${group}, Kind: ${text(resource, 'kind')}, Name: ${text(resource, 'name')}`;
}

/** `kubectl describe ingressclass`. Models: kubectl/pkg/describe.describeIngressClassV1 */
export const describeIngressClass: Describer = (ingressClass, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(ingressClass, 'metadata', 'name'));
    writeTags(writer, ingressClass);
    field(writer, 0, 'Controller', text(ingressClass, 'spec', 'controller'));
    const parameters = object(ingressClass, 'spec', 'parameters');
    if (parameters !== undefined) {
      writer.write(0, 'Parameters:\n');
      if (at(parameters, 'apiGroup') !== undefined) field(writer, 1, 'APIGroup', text(parameters, 'apiGroup'));
      field(writer, 1, 'Kind', text(parameters, 'kind'));
      field(writer, 1, 'Name', text(parameters, 'name'));
    }
    writeEventsOf(writer, context, ingressClass);
  });
