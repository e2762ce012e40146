import type { JsonObject } from '../../cluster/json.ts';
import { at, items, number, text } from '../describe/read.ts';
import { CommandError } from '../errors.ts';
import { quote } from '../go/quote.ts';

/** A pair of ports to forward; local 0 = any free one. */
export interface ForwardedPort {
  readonly local: number;
  readonly remote: number;
}

/** Splits `LOCAL:REMOTE`; one number stands for both. */
function split(word: string): readonly [string, string] {
  const parts = word.split(':');
  const [first = '', second = ''] = parts;
  return parts.length === 2 ? [first, second] : [first, first];
}

const isNumber = (word: string): boolean => /^[+-]?\d+$/.test(word);

/** Replaces names of a pod's ports by their numbers. Models: portforward.convertPodNamedPortToNumber */
export function podPorts(words: readonly string[], pod: JsonObject): readonly string[] {
  refuseUdp(words, containerPorts(pod), 'containerPort', (name) => podPortByName(pod, name));
  return words.map((word) => {
    const [local, remote] = split(word);
    if (remote === '' && word !== '') throw new CommandError('remote port cannot be empty');
    const port = isNumber(remote) ? remote : String(podPortByName(pod, remote));
    return local === remote ? port : `${local}:${port}`;
  });
}

/** Replaces ports of a Service by the ports of its pod. Models: portforward.translateServicePortToTargetPort */
export function servicePorts(words: readonly string[], service: JsonObject, pod: JsonObject): readonly string[] {
  refuseUdp(words, items(service, 'spec', 'ports'), 'port', (name) => servicePortByName(service, name));
  return words.map((word) => {
    const [local, remote] = split(word);
    const wanted = isNumber(remote) ? Number(remote) : servicePortByName(service, remote);
    const here = !isNumber(remote) && local === remote ? String(wanted) : local;
    const port = String(targetOf(service, pod, wanted));
    return here === port ? port : `${here}:${port}`;
  });
}

function containerPorts(pod: JsonObject): readonly JsonObject[] {
  const sidecars = items(pod, 'spec', 'initContainers').filter((each) => text(each, 'restartPolicy') === 'Always');
  return [...items(pod, 'spec', 'containers'), ...sidecars].flatMap((container) => items(container, 'ports'));
}

function podPortByName(pod: JsonObject, name: string): number {
  const found = containerPorts(pod).find((port) => text(port, 'name') === name);
  if (found === undefined)
    throw new CommandError(`Pod '${text(pod, 'metadata', 'name')}' does not have a named port '${name}'`);
  return number(found, 'containerPort');
}

function servicePortByName(service: JsonObject, name: string): number {
  const found = items(service, 'spec', 'ports').find((port) => text(port, 'name') === name);
  if (found === undefined) {
    throw new CommandError(`Service '${text(service, 'metadata', 'name')}' does not have a named port '${name}'`);
  }
  return number(found, 'port');
}

/** Models: kubectl/pkg/util.LookupContainerPortNumberByServicePort */
function targetOf(service: JsonObject, pod: JsonObject, wanted: number): number {
  const port = items(service, 'spec', 'ports').find((each) => number(each, 'port') === wanted);
  if (port === undefined) {
    throw new CommandError(`Service ${text(service, 'metadata', 'name')} does not have a service port ${wanted}`);
  }
  if (text(service, 'spec', 'clusterIP') === 'None') return wanted;
  const target = at(port, 'targetPort');
  if (typeof target === 'number') return target === 0 ? wanted : target;
  return podPortByName(pod, text(target));
}

function refuseUdp(
  words: readonly string[],
  ports: readonly JsonObject[],
  key: string,
  byName: (name: string) => number,
): void {
  const of = (protocol: string): readonly number[] =>
    ports.filter((port) => text(port, 'protocol') === protocol).map((port) => number(port, key));
  const tcp = of('TCP');
  const udpOnly = of('UDP').filter((port) => !tcp.includes(port));
  for (const word of words) {
    const [, remote] = split(word);
    if (remote === '' || udpOnly.length === 0) continue;
    const port = isNumber(remote) ? Number(remote) : byName(remote);
    if (udpOnly.includes(port)) throw new CommandError(`UDP protocol is not supported for ${remote}`);
  }
}

/** Reads pairs of numbers. Throws client-go's words. Models: client-go/tools/portforward.parsePorts */
export function parsePorts(words: readonly string[]): readonly ForwardedPort[] {
  return words.map((word) => {
    const parts = word.split(':');
    if (parts.length > 2) throw new CommandError(`invalid port format '${word}'`);
    const [first = '', second] = parts;
    const local = readPort('local', second === undefined ? first : first || '0');
    const remote = readPort('remote', second ?? first);
    if (remote === 0) throw new CommandError('remote port must be > 0');
    return { local, remote };
  });
}

function readPort(side: 'local' | 'remote', word: string): number {
  const why = !/^\d+$/.test(word) ? 'invalid syntax' : Number(word) > 65_535 ? 'value out of range' : undefined;
  if (why !== undefined) {
    throw new CommandError(`error parsing ${side} port '${word}': strconv.ParseUint: parsing ${quote(word)}: ${why}`);
  }
  return Number(word);
}
