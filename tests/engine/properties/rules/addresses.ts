import { all, isEnded, type Moment, type Rule } from './rule.ts';

/** Two live pods never have one address. */
export const podAddresses: Rule = ({ version, object, before, living }) => {
  if (version.resource !== 'pods' || version.type === 'DELETED') return undefined;
  const address = object.status?.podIP;
  if (address === undefined || object.spec.hostNetwork || isEnded(object) || address === before?.status?.podIP)
    return undefined;
  const other = all(living, 'pods').find(
    (pod) => pod.metadata.uid !== object.metadata.uid && pod.status?.podIP === address && !isEnded(pod),
  );
  return other === undefined ? undefined : `${address} belongs to ${other.metadata.namespace}/${other.metadata.name}`;
};

function taken({ object, living }: Moment, of: (service: Moment['object']) => readonly string[]): string | undefined {
  const own = new Set(of(object));
  for (const other of all(living, 'services')) {
    if (other.metadata.uid === object.metadata.uid) continue;
    const both = of(other).find((value) => own.has(value));
    if (both !== undefined) return `${both} belongs to ${other.metadata.namespace}/${other.metadata.name}`;
  }
  return undefined;
}

/** Two services never have one cluster address or one node port. */
export const serviceAddresses: Rule = (moment) => {
  const { version } = moment;
  if (version.resource !== 'services' || version.type === 'DELETED') return undefined;
  return (
    taken(moment, ({ spec }) =>
      (spec.clusterIPs ?? []).filter((address: string) => address !== 'None' && address !== ''),
    ) ??
    taken(moment, ({ spec }) =>
      (spec.ports ?? []).flatMap((port: Moment['object']) =>
        port.nodePort ? [`${port.protocol}/${port.nodePort}`] : [],
      ),
    )
  );
};
