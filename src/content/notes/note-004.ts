import type { SourceNote } from './note.ts';

/** What note 004 holds, and where the course teaches it. */
export const note004: SourceNote = {
  id: '004',
  en: 'A series on components, Pods, probes and scheduling',
  ko: '구성 요소, 파드, 프로브, 스케줄링 연재',
  parts: [
    {
      en: 'What a cluster is; master and workers',
      ko: '클러스터란; 마스터와 워커',
      taught: [['what-kubernetes-is', 'Two kinds of machine']],
    },
    {
      en: 'The control plane’s components',
      ko: '컨트롤 플레인의 구성 요소',
      taught: [
        ['what-kubernetes-is', 'Two kinds of machine'],
        ['what-kubernetes-is', 'The last three parts'],
      ],
    },
    {
      en: 'A node’s components, and the kubelet in particular',
      ko: '노드의 구성 요소, 특히 kubelet',
      taught: [
        ['what-kubernetes-is', 'One node, up close'],
        ['what-kubernetes-is', 'The way of one command'],
      ],
    },
    {
      en: 'The Pod: a capsule with one address and shared volumes',
      ko: '파드: 주소 하나와 함께 쓰는 볼륨을 가진 캡슐',
      taught: [
        ['pods', 'Who holds the address?'],
        ['multi-container-pods', 'Sharing files'],
      ],
    },
    {
      en: 'Phases, restart policies, states of containers',
      ko: '단계, 재시작 정책, 컨테이너의 상태',
      taught: [
        ['pod-lifecycle', 'Five phases'],
        ['pod-lifecycle', 'Who restarts what'],
        ['pod-lifecycle', 'Three states of a container'],
      ],
    },
    {
      en: 'Probing: how, and what the answers mean',
      ko: '프로브: 어떻게 묻고, 답은 무엇을 뜻하나',
      taught: [
        ['probes', 'Four ways to ask'],
        ['probes', 'Five numbers'],
      ],
    },
    {
      en: 'A node out of memory: conditions and MemoryPressure',
      ko: '메모리가 모자란 노드: 컨디션과 MemoryPressure',
      taught: [
        ['resources', 'When a node runs short'],
        ['troubleshooting', '3. How are the Pods?'],
      ],
    },
    {
      en: 'Who has to go first',
      ko: '누가 먼저 나가야 하나',
      taught: [
        ['resources', 'Three classes of service'],
        ['resources', 'When a node runs short'],
      ],
    },
    { en: 'How a Pod gets its node', ko: '파드가 노드를 얻는 방법', taught: [['scheduling', 'Filter, score, bind']] },
    { en: 'nodeName', ko: 'nodeName', taught: [['scheduling', 'By name: nodeName']] },
    { en: 'nodeSelector', ko: 'nodeSelector', taught: [['scheduling', 'By label: nodeSelector']] },
    { en: 'Node affinity', ko: '노드 어피니티', taught: [['scheduling', 'By wish: nodeAffinity']] },
  ],
};
