import type { SourceNote } from './note.ts';

/** What note 001 holds, and where the course teaches it. */
export const note001: SourceNote = {
  id: '001',
  en: 'Kubernetes from the cluster to the ConfigMap',
  ko: '클러스터부터 컨피그맵까지',
  parts: [
    {
      en: 'Why orchestration, and where the name comes from',
      ko: '오케스트레이션이 필요한 이유와 이름의 유래',
      taught: [['what-kubernetes-is', '']],
    },
    {
      en: 'The control plane and the worker nodes',
      ko: '컨트롤 플레인과 워커 노드',
      taught: [['what-kubernetes-is', 'Two kinds of machine']],
    },
    {
      en: 'From a kubectl command to a running container',
      ko: 'kubectl 명령에서 실행 중인 컨테이너까지',
      taught: [['what-kubernetes-is', 'The way of one command']],
    },
    {
      en: 'Building a cluster with kubeadm',
      ko: 'kubeadm으로 클러스터 만들기',
      taught: [['what-kubernetes-is', 'How a cluster is built']],
    },
    {
      en: 'The add-on for the Pod network',
      ko: '파드 네트워크 애드온',
      taught: [
        ['what-kubernetes-is', 'The last three parts'],
        ['what-kubernetes-is', 'How a cluster is built'],
      ],
    },
    {
      en: 'The Pod: what one can ask the API for',
      ko: '파드: API에 부탁할 수 있는 것',
      taught: [['pods', 'See it happen']],
    },
    {
      en: 'The pause container and the one address',
      ko: 'pause 컨테이너와 하나뿐인 주소',
      taught: [['pods', 'Who holds the address?']],
    },
    {
      en: 'A Pod’s manifest: labels, environment, resources',
      ko: '파드 매니페스트: 레이블, 환경 변수, 자원',
      taught: [['pods', 'Describe it in a file']],
    },
    {
      en: 'Pending while a node is chosen, then Running, then one of two ends',
      ko: '노드를 고르는 동안 Pending, 그다음 Running, 그리고 두 가지 끝',
      taught: [['pod-lifecycle', 'Five phases']],
    },
    {
      en: 'Self-healing: three failures in a row, a restart, the same address',
      ko: '자가 치유: 잇단 세 번의 실패, 재시작, 그대로인 주소',
      taught: [
        ['probes', 'Is it alive?'],
        ['probes', 'Five numbers'],
      ],
    },
    { en: 'The ways of probing', ko: '프로브로 묻는 방법', taught: [['probes', 'Four ways to ask']] },
    {
      en: 'Requests and limits',
      ko: '요청과 상한',
      taught: [
        ['resources', 'Booking: requests'],
        ['resources', 'Too much CPU: slowed down'],
        ['resources', 'Too much memory: killed'],
      ],
    },
    {
      en: 'Namespaces: -n, creating one, the default one',
      ko: '네임스페이스: -n, 만들기, 기본 네임스페이스',
      taught: [
        ['namespaces', 'Make your own'],
        ['namespaces', 'Change your default'],
      ],
    },
    {
      en: 'Deleting a namespace with all that is in it',
      ko: '네임스페이스를 지우면 그 안의 모두가 사라지는 것',
      taught: [['namespaces', 'Deleting a namespace']],
    },
    { en: 'The form of a kubectl command', ko: 'kubectl 명령의 꼴', taught: [['kubectl', 'One sentence, four words']] },
    { en: 'Kinds and their short names', ko: '종류와 짧은 이름', taught: [['kubectl', 'Which words are there?']] },
    {
      en: 'Nodes: get and describe',
      ko: '노드: get과 describe',
      taught: [['what-kubernetes-is', 'One node, up close']],
    },
    {
      en: 'Logs, and a shell inside a container',
      ko: '로그와 컨테이너 안의 셸',
      taught: [
        ['kubectl', 'Inside: logs, exec, port-forward'],
        ['troubleshooting', '5. What does the program say?'],
      ],
    },
    {
      en: 'Pods and Deployments by command',
      ko: '명령으로 만드는 파드와 디플로이먼트',
      taught: [
        ['kubectl', 'Change: by command …'],
        ['deployments', 'All three at once'],
      ],
    },
    {
      en: 'create -f, and a draft by --dry-run',
      ko: 'create -f, 그리고 --dry-run으로 얻는 초안',
      taught: [['kubectl', '… or by file']],
    },
    {
      en: 'Init containers: what must be there first',
      ko: '초기화 컨테이너: 먼저 갖춰져야 할 것',
      taught: [
        ['init-containers', 'See it happen'],
        ['init-containers', 'Waiting for a Service'],
      ],
    },
    {
      en: 'Controllers, and the ReplicationController',
      ko: '컨트롤러와 레플리케이션컨트롤러',
      taught: [
        ['replicasets', 'The one before'],
        ['replicasets', 'More and fewer'],
      ],
    },
    {
      en: 'ReplicaSets and their richer selectors',
      ko: '레플리카셋과 더 풍부한 셀렉터',
      taught: [['replicasets', 'Choosing by expressions']],
    },
    {
      en: 'Deployments: rolling update and going back',
      ko: '디플로이먼트: 롤링 업데이트와 되돌리기',
      taught: [
        ['deployments', 'The next version'],
        ['deployments', 'History'],
      ],
    },
    {
      en: 'DaemonSets: one Pod on every node',
      ko: '데몬셋: 노드마다 파드 하나',
      taught: [
        ['daemonsets', 'One on each'],
        ['daemonsets', 'Node by node'],
      ],
    },
    {
      en: 'StatefulSets: names from 0, up in order, down in reverse',
      ko: '스테이트풀셋: 0부터 붙는 이름, 차례로 늘고 거꾸로 줄기',
      taught: [
        ['statefulsets', 'Three diaries'],
        ['statefulsets', 'Up in order, down in reverse'],
      ],
    },
    {
      en: 'Jobs: work that is to be finished',
      ko: '잡: 끝내야 하는 일',
      taught: [
        ['jobs', 'Run to completion'],
        ['jobs', 'When the work fails'],
      ],
    },
    { en: 'CronJobs', ko: '크론잡', taught: [['jobs', 'Work by the clock']] },
    {
      en: 'A Service: one entrance to a group of Pods',
      ko: '서비스: 파드 무리의 단일 진입점',
      taught: [
        ['services', 'One address that stays'],
        ['services', 'Who stands behind it'],
        ['labels', 'How controllers and Services use them'],
      ],
    },
    {
      en: 'ClusterIP and its manifest',
      ko: 'ClusterIP와 매니페스트',
      taught: [['services', 'Three ports, three questions']],
    },
    { en: 'NodePort', ko: 'NodePort', taught: [['services', 'From outside: NodePort']] },
    { en: 'LoadBalancer', ko: 'LoadBalancer', taught: [['services', 'LoadBalancer']] },
    {
      en: 'ExternalName and headless Services',
      ko: 'ExternalName과 헤드리스 서비스',
      taught: [['services', 'Two that are different']],
    },
    {
      en: 'Ingress, and the controller that it needs',
      ko: '인그레스와 거기에 필요한 컨트롤러',
      taught: [
        ['ingress', 'Install a controller'],
        ['ingress', 'Through the door'],
      ],
    },
    {
      en: 'Ingress rules, then and now',
      ko: '인그레스 규칙, 그때와 지금',
      taught: [
        ['ingress', 'Hosts and paths'],
        ['ingress', 'An older form'],
      ],
    },
    {
      en: 'Annotations: messages to Kubernetes, notes for people',
      ko: '애너테이션: 쿠버네티스에 전하는 말과 사람을 위한 메모',
      taught: [
        ['annotations', 'Notes that programs read'],
        ['annotations', 'Write them'],
      ],
    },
    {
      en: 'Creating a ConfigMap; how much fits',
      ko: '컨피그맵 만들기, 그리고 담을 수 있는 크기',
      taught: [['configmaps', 'From words and from files']],
    },
    {
      en: 'A ConfigMap’s values as environment variables',
      ko: '컨피그맵의 값을 환경 변수로',
      taught: [['configmaps', 'Into the container, in three ways']],
    },
  ],
};
