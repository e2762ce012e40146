import type { SourceNote } from './note.ts';

/** What note 000 holds, and where the course teaches it. */
export const note000: SourceNote = {
  id: '000',
  en: 'Pods, namespaces, labels and the life of a Pod',
  ko: '파드, 네임스페이스, 레이블, 그리고 파드의 일생',
  parts: [
    {
      en: 'What a Pod is: the unit of work, of network and of storage, on one node',
      ko: '파드란 무엇인가: 작업·네트워크·저장의 기본 단위, 한 노드에서',
      taught: [
        ['pods', 'See it happen'],
        ['pods', 'Who holds the address?'],
      ],
    },
    {
      en: 'Namespaces and the four that every cluster has',
      ko: '네임스페이스와 처음부터 있는 네 개',
      taught: [['namespaces', 'See it happen']],
    },
    {
      en: 'Label queries: equal, unequal, absent, in a set; showing labels',
      ko: '레이블로 고르기: 같음, 다름, 없음, 집합; 레이블 보기',
      taught: [
        ['labels', 'Ask by equality'],
        ['labels', 'Ask by sets'],
      ],
    },
    {
      en: 'Writing an annotation and finding it again',
      ko: '애너테이션을 쓰고 다시 찾기',
      taught: [['annotations', 'Write them']],
    },
    {
      en: 'Looking into a namespace: -n, -A, get all',
      ko: '네임스페이스 들여다보기: -n, -A, get all',
      taught: [['namespaces', 'See it happen']],
    },
    {
      en: 'Creating a namespace by command and by manifest, and Pods in it',
      ko: '명령과 매니페스트로 네임스페이스를 만들고 그 안에 파드 두기',
      taught: [['namespaces', 'Make your own']],
    },
    {
      en: 'Deleting Pods by name, by file, by label',
      ko: '이름·파일·레이블로 파드 지우기',
      taught: [['pods', 'Pods are meant to go']],
    },
    {
      en: 'Labels with the prefix kubernetes.io/',
      ko: 'kubernetes.io/ 접두어가 붙은 레이블',
      taught: [['labels', 'Keys with a prefix']],
    },
    {
      en: 'The phases of a Pod, from the request to the end',
      ko: '요청부터 끝까지, 파드의 단계',
      taught: [['pod-lifecycle', 'Five phases']],
    },
    {
      en: 'Pods are for one life: the UID, one node until the end',
      ko: '파드는 한 번의 생: UID, 끝까지 한 노드',
      taught: [
        ['pods', 'Look closer'],
        ['pods', 'Pods are meant to go'],
      ],
    },
    {
      en: 'Exit codes: ended well or badly',
      ko: '종료 코드: 잘 끝났는가, 아닌가',
      taught: [['pod-lifecycle', 'Three states of a container']],
    },
    {
      en: 'What the kubelet does: watch, start, restart',
      ko: 'kubelet이 하는 일: 지켜보고, 시작하고, 다시 시작하기',
      taught: [
        ['pod-lifecycle', 'Who restarts what'],
        ['what-kubernetes-is', 'The way of one command'],
      ],
    },
    {
      en: 'Gentle deletion and --force',
      ko: '정상 삭제와 --force',
      taught: [['pod-lifecycle', 'How a Pod is stopped']],
    },
    {
      en: 'Heartbeats of nodes in kube-node-lease',
      ko: 'kube-node-lease에 남는 노드의 하트비트',
      taught: [['namespaces', 'Heartbeats']],
    },
    {
      en: 'States of a container and their reasons',
      ko: '컨테이너의 상태와 그 이유',
      taught: [['pod-lifecycle', 'Three states of a container']],
    },
    {
      en: 'Reading a Pod’s state with get and describe',
      ko: 'get과 describe로 파드의 상태 읽기',
      taught: [
        ['kubectl', 'Look: one object, many views'],
        ['troubleshooting', '3. How are the Pods?'],
      ],
    },
    {
      en: 'One question in JSONPath and in jq',
      ko: '같은 질문을 JSONPath와 jq로',
      taught: [['jsonpath-and-jq', 'The same question, twice']],
    },
    { en: 'The two playgrounds', ko: '두 가지 연습장', taught: [['jsonpath-and-jq', 'Play']] },
  ],
};
