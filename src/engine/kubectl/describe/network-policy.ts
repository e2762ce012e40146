import type { JsonObject } from '../../cluster/json.ts';
import { formatTime, parseTime } from '../../cluster/timestamp.ts';
import type { Describer } from './context.ts';
import { writeName, writeTags } from './head.ts';
import { at, items, object, text, texts } from './read.ts';
import { formatLabelSelector, labelSelector } from './selectors.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const INDENT = '    ';

/** `kubectl describe netpol`. Models: kubectl/pkg/describe.describeNetworkPolicy */
export const describeNetworkPolicy: Describer = (policy) =>
  describeText((writer) => {
    const types = texts(policy, 'spec', 'policyTypes');
    writeName(writer, policy);
    field(writer, 0, 'Created on', goTime(text(policy, 'metadata', 'creationTimestamp')));
    writeTags(writer, policy);
    writer.write(0, 'Spec:\n');
    const selector = labelSelector(at(policy, 'spec', 'podSelector'));
    const everyPod = '<none> (Allowing the specific traffic to all pods in this namespace)';
    writer.write(1, 'PodSelector: ');
    writer.write(2, `${selector || everyPod}\n`);
    for (const direction of [INGRESS, EGRESS]) {
      if (types.includes(direction.type)) {
        writer.write(1, `Allowing ${direction.word} traffic:\n`);
        writeRules(writer, items(policy, 'spec', direction.word), direction);
      } else writer.write(1, `Not affecting ${direction.word} traffic\n`);
    }
    writer.write(1, `Policy Types: ${types.join(', ') || '<none>'}\n`);
  });

interface Direction {
  readonly type: string;
  readonly word: string;
  readonly peersKey: string;
  readonly heading: string;
  readonly unrestricted: string;
}

const INGRESS: Direction = {
  type: 'Ingress',
  word: 'ingress',
  peersKey: 'from',
  heading: 'From',
  unrestricted: 'source',
};
const EGRESS: Direction = {
  type: 'Egress',
  word: 'egress',
  peersKey: 'to',
  heading: 'To',
  unrestricted: 'destination',
};

function writeRules(writer: DescribeWriter, rules: readonly JsonObject[], direction: Direction): void {
  const line = (level: number, content: string): void => writer.write(level, `${INDENT}${content}\n`);
  if (rules.length === 0) line(0, `<none> (Selected pods are isolated for ${direction.word} connectivity)`);
  for (const [position, rule] of rules.entries()) {
    const ports = items(rule, 'ports');
    if (ports.length === 0) line(0, 'To Port: <any> (traffic allowed to all ports)');
    for (const port of ports) line(0, describePort(port));
    const peers = items(rule, direction.peersKey);
    if (peers.length === 0) {
      line(0, `${direction.heading}: <any> (traffic not restricted by ${direction.unrestricted})`);
    }
    for (const peer of peers) {
      line(0, `${direction.heading}:`);
      writePeer(line, peer);
    }
    if (position < rules.length - 1) line(0, '----------');
  }
}

function describePort(port: JsonObject): string {
  const protocol = text(port, 'protocol') || 'TCP';
  const number = at(port, 'port') === undefined ? '<nil>' : text(port, 'port');
  const end = text(port, 'endPort');
  return end === '' ? `To Port: ${number}/${protocol}` : `To Port Range: ${number}-${end}/${protocol}`;
}

function writePeer(line: (level: number, content: string) => void, peer: JsonObject): void {
  const namespaces = object(peer, 'namespaceSelector');
  const pods = object(peer, 'podSelector');
  const block = object(peer, 'ipBlock');
  if (namespaces !== undefined) line(1, `NamespaceSelector: ${formatLabelSelector(namespaces)}`);
  if (pods !== undefined) line(1, `PodSelector: ${formatLabelSelector(pods)}`);
  if (namespaces !== undefined || pods !== undefined || block === undefined) return;
  line(1, 'IPBlock:');
  line(2, `CIDR: ${text(block, 'cidr')}`);
  line(2, `Except: ${texts(block, 'except').join(', ')}`);
}

/** A time as Go prints it: `2026-11-22 01:43:35 +0000 UTC`. */
function goTime(timestamp: string): string {
  const ms = parseTime(timestamp);
  if (ms === undefined) return '0001-01-01 00:00:00 +0000 UTC';
  return `${formatTime(ms).replace('T', ' ').replace('Z', '')} +0000 UTC`;
}
