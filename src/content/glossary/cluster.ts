import type { GlossaryEntry } from './entry.ts';

/** What a cluster is made of. */
export const clusterTerms: readonly GlossaryEntry[] = [
  {
    id: 'cluster',
    en: {
      term: 'Cluster',
      text: 'A set of machines that Kubernetes runs as one: a control plane that decides, and worker nodes that run the containers.',
    },
    ko: {
      term: '클러스터(cluster)',
      text: '쿠버네티스가 하나처럼 다루는 머신들의 모음이에요. 결정을 내리는 컨트롤 플레인과 컨테이너를 실행하는 워커 노드로 이루어져요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'node',
    en: {
      term: 'Node',
      text: 'One machine of the cluster, physical or virtual. A kubelet and a container runtime on it run the Pods that were placed there.',
    },
    ko: {
      term: '노드(node)',
      text: '클러스터를 이루는 머신 한 대예요. 물리 머신일 수도, 가상 머신일 수도 있어요. 그 위의 kubelet과 컨테이너 런타임이 배치된 파드를 실행해요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'control-plane',
    en: {
      term: 'Control plane',
      text: 'The components that hold the desired state and work towards it: API server, etcd, scheduler and controller manager. Older texts call its machine the master node.',
    },
    ko: {
      term: '컨트롤 플레인(control plane)',
      text: '바라는 상태를 보관하고 거기에 맞춰 가는 구성 요소들이에요. API 서버, etcd, 스케줄러, 컨트롤러 매니저가 있어요. 오래된 글에서는 그 머신을 마스터 노드라고 불러요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'api-server',
    en: {
      term: 'API server',
      text: 'The one door to the cluster’s state. Everybody, from kubectl to the kubelets, reads and writes objects through it; it checks each request and tells watchers what changed.',
    },
    ko: {
      term: 'API 서버(kube-apiserver)',
      text: '클러스터의 상태로 들어가는 단 하나의 문이에요. kubectl부터 kubelet까지 모두 이곳을 거쳐 오브젝트를 읽고 써요. 요청을 하나하나 검사하고, 바뀐 것을 지켜보는 쪽에 알려 줘요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'etcd',
    en: {
      term: 'etcd',
      text: 'The key-value store in which the API server keeps every object. Nothing else talks to it.',
    },
    ko: {
      term: 'etcd',
      text: 'API 서버가 모든 오브젝트를 보관하는 키-값 저장소예요. API 서버 말고는 아무도 직접 드나들지 않아요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'scheduler',
    en: {
      term: 'Scheduler',
      text: 'Chooses a node for each Pod that has none: it leaves out the nodes on which the Pod cannot run, scores the others and takes the best. It starts nothing itself.',
    },
    ko: {
      term: '스케줄러(kube-scheduler)',
      text: '노드가 정해지지 않은 파드에 노드를 골라 줘요. 실행할 수 없는 노드를 걸러 내고 나머지에 점수를 매겨 가장 좋은 곳을 골라요. 스스로 무엇을 실행하지는 않아요.',
    },
    lesson: 'scheduling',
  },
  {
    id: 'controller-manager',
    en: {
      term: 'Controller manager',
      text: 'One program of the control plane in which Kubernetes’ own controllers run: for Deployments, Jobs, nodes, namespaces and many more.',
    },
    ko: {
      term: '컨트롤러 매니저(kube-controller-manager)',
      text: '쿠버네티스에 내장된 컨트롤러들이 돌아가는 컨트롤 플레인의 프로그램이에요. 디플로이먼트, 잡, 노드, 네임스페이스 등을 맡는 컨트롤러가 여기 있어요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'controller',
    en: {
      term: 'Controller',
      text: 'A loop that watches objects of some kind, compares what they ask for with what there is, and takes a step to bring the two together.',
    },
    ko: {
      term: '컨트롤러(controller)',
      text: '어떤 종류의 오브젝트를 지켜보다가, 바라는 것과 실제로 있는 것을 비교해 둘이 같아지도록 한 걸음씩 움직이는 반복 과정이에요.',
    },
    lesson: 'replicasets',
  },
  {
    id: 'reconciliation',
    en: {
      term: 'Reconciliation',
      text: 'Bringing the actual state to the desired one, again and again. It is why a deleted Pod of a Deployment comes back without anybody asking.',
    },
    ko: {
      term: '조정(reconciliation)',
      text: '실제 상태를 바라는 상태에 되풀이해 맞추는 일이에요. 디플로이먼트의 파드를 지우면 아무도 시키지 않아도 다시 생기는 이유예요.',
    },
    lesson: 'replicasets',
  },
  {
    id: 'kubelet',
    en: {
      term: 'kubelet',
      text: 'The agent on every node. It has the containers of its Pods started and restarted, runs their probes, and reports their state to the API server.',
    },
    ko: {
      term: 'kubelet',
      text: '모든 노드에 있는 에이전트예요. 자기 노드에 온 파드의 컨테이너를 시작하고 다시 시작하게 하며, 프로브를 실행하고, 상태를 API 서버에 보고해요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'kube-proxy',
    en: {
      term: 'kube-proxy',
      text: 'Runs on every node and sets up the rules that lead a Service’s virtual address to one of the Pods behind it.',
    },
    ko: {
      term: 'kube-proxy',
      text: '노드마다 돌면서, 서비스의 가상 주소로 온 연결을 그 뒤의 파드 하나로 보내는 규칙을 만들어 둬요.',
    },
    lesson: 'services',
  },
  {
    id: 'container-runtime',
    en: {
      term: 'Container runtime',
      text: 'The program on a node that pulls images and runs containers, such as containerd. The kubelet speaks to it through the Container Runtime Interface (CRI).',
    },
    ko: {
      term: '컨테이너 런타임(container runtime)',
      text: '노드에서 이미지를 받아 컨테이너를 실행하는 프로그램으로, containerd가 대표적이에요. kubelet은 CRI(Container Runtime Interface)로 이 프로그램과 이야기해요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'cni',
    en: {
      term: 'CNI add-on',
      text: 'The Container Network Interface is how a network add-on is plugged into a cluster. The add-on gives every Pod its address and lets Pods on all nodes reach each other.',
    },
    ko: {
      term: 'CNI 애드온(CNI add-on)',
      text: 'CNI(Container Network Interface)는 네트워크 애드온을 클러스터에 끼우는 규격이에요. 애드온은 파드마다 주소를 주고, 어느 노드에 있든 서로 통하게 해요.',
    },
    lesson: 'what-kubernetes-is',
  },
  {
    id: 'cluster-dns',
    en: {
      term: 'Cluster DNS',
      text: 'The name server inside the cluster, today CoreDNS. It lets Pods reach a Service by name, such as `web` or `web.shop.svc.cluster.local`.',
    },
    ko: {
      term: '클러스터 DNS(cluster DNS)',
      text: '클러스터 안의 이름 서버로, 요즘은 CoreDNS를 써요. 덕분에 파드가 `web`이나 `web.shop.svc.cluster.local` 같은 이름으로 서비스를 찾아가요.',
    },
    lesson: 'services',
  },
];
