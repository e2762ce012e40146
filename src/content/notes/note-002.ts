import type { SourceNote } from './note.ts';

/** What note 002 holds, and where the course teaches it. */
export const note002: SourceNote = {
  id: '002',
  en: 'Pods in practice: probes, helpers, static Pods',
  ko: '실전 파드: 프로브, 도우미 컨테이너, 스태틱 파드',
  parts: [
    { en: 'Helm and Rancher', ko: 'Helm과 Rancher', taught: [['troubleshooting', 'Where to go next']] },
    {
      en: 'Editing a running Pod',
      ko: '실행 중인 파드 고치기',
      taught: [
        ['kubectl', 'Change: by command …'],
        ['pods', 'What goes wrong, and how to see it'],
      ],
    },
    {
      en: 'Watching a Pod come up, line by line',
      ko: '한 줄씩 나타나는 파드의 과정',
      taught: [['pod-lifecycle', 'Five phases']],
    },
    { en: 'Deleting by force', ko: '강제로 지우기', taught: [['pod-lifecycle', 'How a Pod is stopped']] },
    {
      en: 'Liveness probes by HTTP, by TCP, by command',
      ko: 'HTTP·TCP·명령으로 하는 활성(liveness) 프로브',
      taught: [
        ['probes', 'Is it alive?'],
        ['probes', 'Four ways to ask'],
      ],
    },
    { en: 'A probe’s numbers and their defaults', ko: '프로브의 숫자와 기본값', taught: [['probes', 'Five numbers']] },
    {
      en: 'Readiness and startup probes',
      ko: '준비성(readiness)·시작(startup) 프로브',
      taught: [
        ['probes', 'Is it ready?'],
        ['probes', 'Has it started?'],
      ],
    },
    {
      en: 'Several containers in one Pod',
      ko: '한 파드 안의 여러 컨테이너',
      taught: [['multi-container-pods', 'See it happen']],
    },
    {
      en: 'Init containers that wait for Services; Init:1/2',
      ko: '서비스를 기다리는 초기화 컨테이너와 Init:1/2',
      taught: [
        ['init-containers', 'See it happen'],
        ['init-containers', 'Waiting for a Service'],
      ],
    },
    { en: 'The pause container', ko: 'pause 컨테이너', taught: [['pods', 'Who holds the address?']] },
    {
      en: 'Sidecar, adapter, ambassador',
      ko: '사이드카, 어댑터, 앰배서더',
      taught: [['multi-container-pods', 'Three patterns']],
    },
    {
      en: 'Static Pods: a file that the kubelet reads',
      ko: '스태틱 파드: kubelet이 읽는 파일',
      taught: [
        ['static-pods', 'See it happen'],
        ['static-pods', 'Make one'],
      ],
    },
    {
      en: 'Moving the kubelet’s folder, and restarting it',
      ko: 'kubelet의 폴더를 옮기고 다시 시작하기',
      taught: [['static-pods', 'Move the folder']],
    },
    {
      en: 'Read-only in the API, with the node’s name behind it',
      ko: 'API에서는 읽기만, 이름 뒤에는 노드 이름',
      taught: [['static-pods', 'Only a mirror']],
    },
    {
      en: 'What the scheduler leaves alone: static Pods and DaemonSets',
      ko: '스케줄러가 건드리지 않는 것: 스태틱 파드와 데몬셋',
      taught: [
        ['static-pods', 'Why the scheduler never sees it'],
        ['daemonsets', 'On which nodes'],
      ],
    },
  ],
};
