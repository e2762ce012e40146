import type { JsonObject } from '../../cluster/json.ts';
import { type DescribeContext, type Describer, RELATED } from './context.ts';
import { formatEndpointSlices } from './endpoints.ts';
import { writeEventsOf } from './events.ts';
import { writeName, writeTags } from './head.ts';
import { at, items, number, text, texts } from './read.ts';
import { formatLabels } from './selectors.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

/** The slices that carry a Service's endpoints. */
export function slicesOf(namespace: string, service: string, context: DescribeContext): readonly JsonObject[] {
  const found = context.list(RELATED.endpointSlices, namespace, { labels: `kubernetes.io/service-name=${service}` });
  return 'error' in found ? [] : found.items;
}

/** `kubectl describe svc`. Models: kubectl/pkg/describe.describeService */
export const describeService: Describer = (service, context) =>
  describeText((writer) => {
    const ifSet = (label: string, value: string): void => {
      if (value !== '') field(writer, 0, label, value);
    };
    writeName(writer, service);
    writeTags(writer, service);
    field(writer, 0, 'Selector', formatLabels(at(service, 'spec', 'selector')));
    field(writer, 0, 'Type', text(service, 'spec', 'type'));
    ifSet('IP Family Policy', text(service, 'spec', 'ipFamilyPolicy'));
    field(writer, 0, 'IP Families', texts(service, 'spec', 'ipFamilies').join(',') || '<none>');
    field(writer, 0, 'IP', text(service, 'spec', 'clusterIP'));
    field(writer, 0, 'IPs', texts(service, 'spec', 'clusterIPs').join(',') || '<none>');
    ifSet('External IPs', texts(service, 'spec', 'externalIPs').join(','));
    ifSet('Desired LoadBalancer IP', text(service, 'spec', 'loadBalancerIP'));
    ifSet('External Name', text(service, 'spec', 'externalName'));
    ifSet('LoadBalancer Ingress', describeIngress(items(service, 'status', 'loadBalancer', 'ingress')));
    writePorts(writer, service, context);
    field(writer, 0, 'Session Affinity', text(service, 'spec', 'sessionAffinity'));
    ifSet('External Traffic Policy', text(service, 'spec', 'externalTrafficPolicy'));
    ifSet('Internal Traffic Policy', text(service, 'spec', 'internalTrafficPolicy'));
    ifSet('HealthCheck NodePort', text(service, 'spec', 'healthCheckNodePort'));
    ifSet('LoadBalancer Source Ranges', texts(service, 'spec', 'loadBalancerSourceRanges').join(','));
    ifSet('Traffic Distribution', text(service, 'spec', 'trafficDistribution'));
    writeEventsOf(writer, context, service);
  });

function writePorts(writer: DescribeWriter, service: JsonObject, context: DescribeContext): void {
  const ports = items(service, 'spec', 'ports');
  if (ports.length === 0) return;
  const slices = slicesOf(text(service, 'metadata', 'namespace'), text(service, 'metadata', 'name'), context);
  for (const port of ports) {
    const name = text(port, 'name') || '<unset>';
    const protocol = text(port, 'protocol');
    field(writer, 0, 'Port', `${name}\t${number(port, 'port')}/${protocol}`);
    field(writer, 0, 'TargetPort', `${text(port, 'targetPort') || '0'}/${protocol}`);
    if (text(port, 'appProtocol') !== '') field(writer, 0, 'AppProtocol', text(port, 'appProtocol'));
    if (number(port, 'nodePort') !== 0)
      field(writer, 0, 'NodePort', `${name}\t${number(port, 'nodePort')}/${protocol}`);
    field(writer, 0, 'Endpoints', formatEndpointSlices(slices, text(port, 'name')));
  }
}

function describeIngress(ingress: readonly JsonObject[]): string {
  return ingress
    .map((point) => {
      const ip = text(point, 'ip');
      const mode = text(point, 'ipMode');
      return ip === '' ? text(point, 'hostname') : `${ip}${mode === '' ? '' : ` (${mode})`}`;
    })
    .join(', ');
}
