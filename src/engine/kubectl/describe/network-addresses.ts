import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeFullConditions, writeTags } from './head.ts';
import { items, object, text, texts } from './read.ts';
import { describeText, field } from './writer.ts';

/** `kubectl describe servicecidr`. Models: kubectl/pkg/describe.describeServiceCIDRV1 */
export const describeServiceCidr: Describer = (cidr, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(cidr, 'metadata', 'name'));
    writeTags(writer, cidr);
    field(writer, 0, 'CIDRs', texts(cidr, 'spec', 'cidrs').join(', '));
    if (items(cidr, 'status', 'conditions').length > 0) writer.write(0, 'Status:\n');
    writeFullConditions(writer, cidr);
    writeEventsOf(writer, context, cidr);
  });

/** `kubectl describe ipaddress`. Models: kubectl/pkg/describe.describeIPAddressV1 */
export const describeIpAddress: Describer = (address, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(address, 'metadata', 'name'));
    writeTags(writer, address);
    const parent = object(address, 'spec', 'parentRef');
    if (parent !== undefined) {
      writer.write(0, 'Parent Reference:\n');
      field(writer, 1, 'Group', text(parent, 'group'));
      field(writer, 1, 'Resource', text(parent, 'resource'));
      field(writer, 1, 'Namespace', text(parent, 'namespace'));
      field(writer, 1, 'Name', text(parent, 'name'));
    }
    writeEventsOf(writer, context, address);
  });
