import type { Clock } from '../../clock.ts';
import type { NodeJournal } from './journal.ts';
import { ServiceUnit, type UnitFacts } from './unit.ts';

/** What a service's process does when it begins and when it is gone. */
export type UnitProcess = Pick<UnitFacts, 'begin' | 'end'>;

/** The first process number of a node's services. */
const FIRST_PID = 612;
const PIDS_APART = 37;

/** The two services that make a machine a node. containerd runs from the start; the kubelet is started by its owner. */
export function nodeUnits(
  clock: Clock,
  journal: NodeJournal,
  processes: { readonly kubelet: UnitProcess; readonly containerd: UnitProcess },
): { readonly kubelet: ServiceUnit; readonly containerd: ServiceUnit } {
  let last = FIRST_PID;
  const nextPid = (): number => {
    last += PIDS_APART;
    return last;
  };
  const containerd = new ServiceUnit(
    {
      name: 'containerd.service',
      description: 'containerd container runtime',
      loaded: '/lib/systemd/system/containerd.service',
      dropIns: [],
      documentation: 'https://containerd.io',
      command: '/usr/bin/containerd',
      restartSeconds: 5,
      ...processes.containerd,
    },
    clock,
    journal,
    nextPid,
  );
  containerd.start();
  const kubelet = new ServiceUnit(
    {
      name: 'kubelet.service',
      description: 'kubelet: The Kubernetes Node Agent',
      loaded: '/lib/systemd/system/kubelet.service',
      dropIns: ['/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf'],
      documentation: 'https://kubernetes.io/docs/',
      command:
        '/usr/bin/kubelet --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml',
      restartSeconds: 10,
      ...processes.kubelet,
    },
    clock,
    journal,
    nextPid,
  );
  return { containerd, kubelet };
}
