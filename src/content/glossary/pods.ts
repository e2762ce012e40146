import type { GlossaryEntry } from './entry.ts';

/** Pods, their containers, and what becomes of them. */
export const podTerms: readonly GlossaryEntry[] = [
  {
    id: 'pod',
    en: {
      term: 'Pod',
      text: 'The smallest thing that Kubernetes runs: one or more containers that share an address and volumes, on one node, for one lifetime.',
    },
    ko: {
      term: '파드(Pod)',
      text: '쿠버네티스가 실행하는 가장 작은 단위예요. 주소와 볼륨을 함께 쓰는 컨테이너 하나 이상이 한 노드에서 한 번의 생을 살아요.',
    },
    lesson: 'pods',
  },
  {
    id: 'container',
    en: {
      term: 'Container',
      text: 'A process with a file system of its own, taken from an image, and with walls around it. A Pod holds one or more.',
    },
    ko: {
      term: '컨테이너(container)',
      text: '이미지에서 가져온 자기만의 파일 시스템을 갖고 격리되어 도는 프로세스예요. 파드에는 컨테이너가 하나 이상 들어 있어요.',
    },
    lesson: 'pods',
  },
  {
    id: 'image',
    en: {
      term: 'Image',
      text: 'The packed file system and start command of a container, kept in a registry and named like `nginx:1.25`.',
    },
    ko: {
      term: '이미지(image)',
      text: '컨테이너의 파일 시스템과 시작 명령을 묶어 둔 것으로, 레지스트리에 보관하고 `nginx:1.25`처럼 불러요.',
    },
    lesson: 'pods',
  },
  {
    id: 'pause-container',
    en: {
      term: 'Pause container',
      text: 'A tiny container that the kubelet has started first in every Pod. It holds the Pod’s network while the others come and go.',
    },
    ko: {
      term: 'pause 컨테이너(pause container)',
      text: 'kubelet이 파드마다 가장 먼저 띄우는 아주 작은 컨테이너예요. 다른 컨테이너가 오가는 동안 파드의 네트워크를 붙들고 있어요.',
    },
    lesson: 'pods',
  },
  {
    id: 'phase',
    en: {
      term: 'Phase',
      text: 'Where a Pod is in its life: Pending, Running, Succeeded, Failed or Unknown. Succeeded and Failed are two different ends, not two steps.',
    },
    ko: {
      term: '단계(phase)',
      text: '파드가 일생의 어디쯤인지를 나타내요. Pending, Running, Succeeded, Failed, Unknown이 있어요. Succeeded와 Failed는 차례가 아니라 서로 다른 두 끝이에요.',
    },
    lesson: 'pod-lifecycle',
  },
  {
    id: 'probe',
    en: {
      term: 'Probe',
      text: 'A question that the kubelet asks a container again and again. The liveness probe decides on restarts, the readiness probe on traffic, and the startup probe holds the other two back.',
    },
    ko: {
      term: '프로브(probe)',
      text: 'kubelet이 컨테이너에 되풀이해 던지는 질문이에요. 활성(liveness) 프로브는 다시 시작할지, 준비성(readiness) 프로브는 트래픽을 보낼지 정하고, 시작(startup) 프로브는 그동안 둘을 미뤄 둬요.',
    },
    lesson: 'probes',
  },
  {
    id: 'init-container',
    en: {
      term: 'Init container',
      text: 'A container that runs before the others of its Pod and must succeed. Several run one after another.',
    },
    ko: {
      term: '초기화 컨테이너(init container)',
      text: '파드의 다른 컨테이너보다 먼저 실행되어 성공으로 끝나야 하는 컨테이너예요. 여럿이면 하나씩 차례로 실행돼요.',
    },
    lesson: 'init-containers',
  },
  {
    id: 'sidecar',
    en: {
      term: 'Sidecar',
      text: 'A container that helps the main one of its Pod, say by shipping its log. A native sidecar is an init container with `restartPolicy: Always`: it starts first and goes on beside the others.',
    },
    ko: {
      term: '사이드카(sidecar)',
      text: '로그를 내보내는 일처럼 같은 파드의 주 컨테이너를 돕는 컨테이너예요. 네이티브 사이드카는 `restartPolicy: Always`인 초기화 컨테이너로, 먼저 시작해서 나란히 계속 돌아요.',
    },
    lesson: 'multi-container-pods',
  },
  {
    id: 'static-pod',
    en: {
      term: 'Static Pod',
      text: 'A Pod that a kubelet runs from a file in a directory of its node, without the scheduler. The control plane itself usually runs this way.',
    },
    ko: {
      term: '스태틱 파드(static Pod)',
      text: 'kubelet이 스케줄러를 거치지 않고 자기 노드의 디렉터리에 있는 파일을 읽어 실행하는 파드예요. 컨트롤 플레인도 대개 이렇게 돌아요.',
    },
    lesson: 'static-pods',
  },
  {
    id: 'mirror-pod',
    en: {
      term: 'Mirror Pod',
      text: 'The picture of a static Pod in the API, so that kubectl can show it. Deleting it stops nothing: the kubelet makes it anew.',
    },
    ko: {
      term: '미러 파드(mirror Pod)',
      text: 'kubectl로 볼 수 있도록 스태틱 파드를 API에 비춰 놓은 거예요. 지워도 멈추지 않고, kubelet이 다시 만들어요.',
    },
    lesson: 'static-pods',
  },
  {
    id: 'exit-code',
    en: {
      term: 'Exit code',
      text: 'The number with which a process ends: 0 is success. 137 is 128 + 9, ended by SIGKILL, as when memory ran out; 143 is SIGTERM.',
    },
    ko: {
      term: '종료 코드(exit code)',
      text: '프로세스가 끝나며 남기는 숫자로, 0이 성공이에요. 137은 128 + 9로, 메모리가 바닥났을 때처럼 SIGKILL로 끝난 것이고 143은 SIGTERM이에요.',
    },
    lesson: 'pod-lifecycle',
  },
  {
    id: 'back-off',
    en: {
      term: 'Back-off',
      text: 'Trying again at longer and longer intervals, 10 s, 20 s, 40 s and so on up to five minutes. It is the wait in CrashLoopBackOff and ImagePullBackOff.',
    },
    ko: {
      term: '백오프(back-off)',
      text: '10초, 20초, 40초처럼 간격을 늘려 가며 최대 5분까지 기다렸다가 다시 해 보는 방식이에요. CrashLoopBackOff와 ImagePullBackOff가 그 기다림이에요.',
    },
    lesson: 'pod-lifecycle',
  },
  {
    id: 'grace-period',
    en: {
      term: 'Grace period',
      text: 'How long a Pod may take to stop by itself after SIGTERM before it gets SIGKILL: 30 seconds unless it says otherwise.',
    },
    ko: {
      term: '유예 시간(grace period)',
      text: 'SIGTERM을 받은 파드가 스스로 멈출 수 있도록 SIGKILL 전까지 주는 시간이에요. 따로 정하지 않으면 30초예요.',
    },
    lesson: 'pod-lifecycle',
  },
  {
    id: 'request',
    en: {
      term: 'Request',
      text: 'The CPU and memory that a container asks for. The scheduler finds a node that has as much left; it is a promise, not a ceiling.',
    },
    ko: {
      term: '요청(request)',
      text: '컨테이너가 달라고 하는 CPU와 메모리예요. 스케줄러는 그만큼 남은 노드를 찾아요. 약속받은 몫이지 넘을 수 없는 선은 아니에요.',
    },
    lesson: 'resources',
  },
  {
    id: 'limit',
    en: {
      term: 'Limit',
      text: 'The most that a container may use. Above its CPU limit it is slowed down; above its memory limit it is killed (OOMKilled).',
    },
    ko: {
      term: '상한(limit)',
      text: '컨테이너가 쓸 수 있는 최댓값이에요. CPU 상한에 닿으면 느려지고, 메모리 상한을 넘으면 강제로 끝나요. 그 이유가 OOMKilled예요.',
    },
    lesson: 'resources',
  },
  {
    id: 'qos-class',
    en: {
      term: 'QoS class',
      text: 'Guaranteed, Burstable or BestEffort: what a Pod’s requests and limits make of it. It counts when a node runs out of memory.',
    },
    ko: {
      term: 'QoS 클래스(QoS class)',
      text: '요청과 상한을 어떻게 적었는지에 따라 파드가 갖는 등급으로, Guaranteed, Burstable, BestEffort가 있어요. 노드의 메모리가 모자랄 때 쓰여요.',
    },
    lesson: 'resources',
  },
  {
    id: 'eviction',
    en: {
      term: 'Eviction',
      text: 'Ending a Pod to protect its node, as when memory runs short. The Pod is Failed with the reason Evicted; a controller may make another elsewhere.',
    },
    ko: {
      term: '축출(eviction)',
      text: '메모리가 모자랄 때처럼 노드를 지키려고 파드를 끝내는 일이에요. 파드는 Evicted라는 이유로 Failed가 되고, 컨트롤러가 있으면 다른 곳에 새로 만들어요.',
    },
    lesson: 'resources',
  },
  {
    id: 'taint',
    en: {
      term: 'Taint',
      text: 'A mark on a node that keeps Pods away unless they tolerate it. The control plane carries one.',
    },
    ko: {
      term: '테인트(taint)',
      text: '견딘다고 밝힌 파드 말고는 오지 못하게 노드에 해 두는 표시예요. 컨트롤 플레인에도 하나 있어요.',
    },
    lesson: 'scheduling',
  },
  {
    id: 'toleration',
    en: {
      term: 'Toleration',
      text: 'What a Pod says to be let onto a node with a taint. It allows; it does not draw the Pod there.',
    },
    ko: {
      term: '톨러레이션(toleration)',
      text: '테인트가 있는 노드에도 갈 수 있다고 파드가 밝히는 것이에요. 허락할 뿐, 그 노드로 끌어당기지는 않아요.',
    },
    lesson: 'scheduling',
  },
  {
    id: 'affinity',
    en: {
      term: 'Affinity',
      text: 'A Pod’s wishes about its node: by the node’s labels, or by the Pods that are there already; required or only preferred.',
    },
    ko: {
      term: '어피니티(affinity)',
      text: '어느 노드로 가고 싶은지 파드가 적는 바람이에요. 노드의 레이블이나 이미 있는 파드를 두고 말하며, 꼭 지켜야 하는 것과 되도록 지킬 것이 있어요.',
    },
    lesson: 'scheduling',
  },
];
