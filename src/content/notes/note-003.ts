import type { SourceNote } from './note.ts';

/** What note 003 holds, and where the course teaches it. */
export const note003: SourceNote = {
  id: '003',
  en: 'Pods, Deployments and Services by hand',
  ko: '손으로 해 보는 파드, 디플로이먼트, 서비스',
  parts: [
    {
      en: 'How many containers a Pod has, and what they share',
      ko: '파드의 컨테이너 수와 함께 쓰는 것',
      taught: [
        ['multi-container-pods', 'See it happen'],
        ['multi-container-pods', 'Sharing files'],
      ],
    },
    {
      en: 'A Pod’s own address, and the Service before it',
      ko: '파드의 주소와 그 앞의 서비스',
      taught: [
        ['pods', 'Who holds the address?'],
        ['services', 'One address that stays'],
      ],
    },
    {
      en: 'One Pod and four Pods by command, watched',
      ko: '명령으로 파드 하나와 넷을 만들고 지켜보기',
      taught: [
        ['pods', 'See it happen'],
        ['deployments', 'All three at once'],
      ],
    },
    {
      en: 'Output as wide, YAML and JSON',
      ko: 'wide, YAML, JSON으로 보기',
      taught: [
        ['pods', 'Look closer'],
        ['kubectl', 'Look: one object, many views'],
      ],
    },
    {
      en: 'Two containers: curl localhost, and 127.0.0.1 in the other’s log',
      ko: '두 컨테이너: localhost로 curl, 상대의 로그에 127.0.0.1',
      taught: [
        ['multi-container-pods', 'See it happen'],
        ['multi-container-pods', 'Which container?'],
      ],
    },
    { en: 'The life of a Pod, watched live', ko: '지켜보는 파드의 일생', taught: [['pod-lifecycle', 'Five phases']] },
    {
      en: 'Finding out with describe where it went wrong',
      ko: 'describe로 어디서 잘못됐는지 찾기',
      taught: [
        ['pods', 'What goes wrong, and how to see it'],
        ['troubleshooting', '4. What happened?'],
      ],
    },
    {
      en: 'Pod, ReplicaSet, Deployment: who does what',
      ko: '파드, 레플리카셋, 디플로이먼트: 누가 무엇을 하나',
      taught: [
        ['replicasets', 'Three of these'],
        ['deployments', 'All three at once'],
      ],
    },
    { en: 'One command makes all three', ko: '명령 하나로 생기는 셋', taught: [['deployments', 'All three at once']] },
    {
      en: 'Four of the same by scale or edit',
      ko: 'scale이나 edit로 똑같은 넷',
      taught: [['replicasets', 'More and fewer']],
    },
    {
      en: 'A deleted Pod comes back, under another name',
      ko: '지운 파드가 다른 이름으로 돌아오기',
      taught: [['replicasets', 'Three of these']],
    },
    {
      en: 'What must outlive Pods has to lie elsewhere',
      ko: '파드보다 오래 남아야 하는 것은 다른 곳에',
      taught: [
        ['statefulsets', "Somebody's name"],
        ['pods', 'Pods are meant to go'],
      ],
    },
    { en: 'ClusterIP: from inside only', ko: 'ClusterIP: 안에서만', taught: [['services', 'One address that stays']] },
    {
      en: 'NodePort: at every node’s address',
      ko: 'NodePort: 모든 노드의 주소에서',
      taught: [['services', 'From outside: NodePort']],
    },
    {
      en: 'LoadBalancer: a provider’s address',
      ko: 'LoadBalancer: 제공자의 주소',
      taught: [['services', 'LoadBalancer']],
    },
    {
      en: 'The two ports of --tcp=80:80',
      ko: '--tcp=80:80의 두 포트',
      taught: [
        ['services', 'Three ports, three questions'],
        ['services', 'From outside: NodePort'],
      ],
    },
    { en: 'The endpoints of a Service', ko: '서비스의 엔드포인트', taught: [['services', 'Who stands behind it']] },
  ],
};
