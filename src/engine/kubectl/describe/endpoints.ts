import type { JsonObject } from '../../cluster/json.ts';
import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeName, writeTags } from './head.ts';
import { at, items, number, object, text, texts } from './read.ts';
import { describeText, field } from './writer.ts';

const SHOWN = 3;

const withPort = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** The ready endpoints of a Service's port on one line, at most three. Models: kubectl/pkg/describe.formatEndpointSlices */
export function formatEndpointSlices(slices: readonly JsonObject[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const ready = slices.flatMap((slice) => {
    const addresses = items(slice, 'endpoints')
      .filter((endpoint) => at(endpoint, 'conditions', 'ready') !== false)
      .map((endpoint) => texts(endpoint, 'addresses')[0] ?? '');
    const ports = items(slice, 'ports');
    if (ports.length === 0) return addresses;
    return ports
      .filter((port) => text(port, 'name') === portName)
      .flatMap((port) => addresses.map((address) => withPort(address, number(port, 'port'))));
  });
  const shown = ready.slice(0, SHOWN).join(',');
  return ready.length > SHOWN ? `${shown} + ${ready.length - SHOWN} more...` : shown;
}

/** `kubectl describe endpoints`. Models: kubectl/pkg/describe.describeEndpoints */
export const describeEndpoints: Describer = (endpoints, context) =>
  describeText((writer) => {
    writeName(writer, endpoints);
    writeTags(writer, endpoints);
    writer.write(0, 'Subsets:\n');
    for (const subset of items(endpoints, 'subsets')) {
      const addresses = (key: string): string =>
        items(subset, key)
          .map((address) => text(address, 'ip'))
          .join(',') || '<none>';
      field(writer, 1, 'Addresses', addresses('addresses'));
      field(writer, 1, 'NotReadyAddresses', addresses('notReadyAddresses'));
      const ports = items(subset, 'ports');
      if (ports.length > 0) writer.write(1, 'Ports:\n    Name\tPort\tProtocol\n    ----\t----\t--------\n');
      for (const port of ports) {
        writer.write(2, `${text(port, 'name') || '<unset>'}\t${number(port, 'port')}\t${text(port, 'protocol')}\n`);
      }
      writer.write(0, '\n');
    }
    writeEventsOf(writer, context, endpoints);
  });

/** `kubectl describe endpointslice`. Models: kubectl/pkg/describe.describeEndpointSliceV1 */
export const describeEndpointSlice: Describer = (slice, context) =>
  describeText((writer) => {
    const unset = '<unset>';
    writeName(writer, slice);
    writeTags(writer, slice);
    field(writer, 0, 'AddressType', text(slice, 'addressType'));
    const ports = items(slice, 'ports');
    writer.write(
      0,
      ports.length === 0 ? 'Ports: <unset>\n' : 'Ports:\n  Name\tPort\tProtocol\n  ----\t----\t--------\n',
    );
    for (const port of ports) {
      writer.write(1, `${text(port, 'name') || unset}\t${text(port, 'port') || unset}\t${text(port, 'protocol')}\n`);
    }
    const endpoints = items(slice, 'endpoints');
    writer.write(0, endpoints.length === 0 ? 'Endpoints: <none>\n' : 'Endpoints:\n');
    for (const endpoint of endpoints) {
      field(writer, 1, '- Addresses', texts(endpoint, 'addresses').join(', ') || '<none>');
      writer.write(2, 'Conditions:\n');
      field(writer, 3, 'Ready', text(endpoint, 'conditions', 'ready') || unset);
      field(writer, 2, 'Hostname', text(endpoint, 'hostname') || unset);
      const target = object(endpoint, 'targetRef');
      if (target !== undefined) field(writer, 2, 'TargetRef', `${text(target, 'kind')}/${text(target, 'name')}`);
      field(writer, 2, 'NodeName', text(endpoint, 'nodeName') || unset);
      field(writer, 2, 'Zone', text(endpoint, 'zone') || unset);
    }
    writeEventsOf(writer, context, slice);
  });
