import type { GlossaryEntry } from './entry.ts';

/** Objects in general, and how one speaks of them. */
export const objectTerms: readonly GlossaryEntry[] = [
  {
    id: 'namespace',
    en: {
      term: 'Namespace',
      text: 'A logical part of a cluster. Names are unique within one, and whoever deletes it deletes everything in it.',
    },
    ko: {
      term: '네임스페이스(namespace)',
      text: '클러스터를 논리적으로 나눈 구획이에요. 이름은 그 안에서만 겹치지 않으면 되고, 네임스페이스를 지우면 그 안의 것이 모두 지워져요.',
    },
    lesson: 'namespaces',
  },
  {
    id: 'label',
    en: {
      term: 'Label',
      text: 'A key and a value on an object, meant for choosing: people and controllers pick objects by their labels.',
    },
    ko: {
      term: '레이블(label)',
      text: '오브젝트에 붙이는 키와 값으로, 골라내는 데 써요. 사람도 컨트롤러도 레이블로 오브젝트를 골라요.',
    },
    lesson: 'labels',
  },
  {
    id: 'selector',
    en: {
      term: 'Selector',
      text: 'A condition on labels, such as `app=web,tier!=test` or `env in (dev, qa)`. Services and controllers hold one to say which Pods are theirs.',
    },
    ko: {
      term: '셀렉터(selector)',
      text: '`app=web,tier!=test`나 `env in (dev, qa)`처럼 레이블에 거는 조건이에요. 서비스와 컨트롤러는 어느 파드가 자기 것인지를 셀렉터로 정해요.',
    },
    lesson: 'labels',
  },
  {
    id: 'annotation',
    en: {
      term: 'Annotation',
      text: 'A key and a value on an object for people and programs to read. It can be long and is never used to choose objects.',
    },
    ko: {
      term: '애너테이션(annotation)',
      text: '사람이나 프로그램이 읽으라고 오브젝트에 붙이는 키와 값이에요. 길어도 되고, 오브젝트를 고르는 데는 쓰이지 않아요.',
    },
    lesson: 'annotations',
  },
  {
    id: 'manifest',
    en: {
      term: 'Manifest',
      text: 'A file, usually YAML, that describes objects as one wants them. `kubectl apply -f` brings the cluster to it.',
    },
    ko: {
      term: '매니페스트(manifest)',
      text: '바라는 오브젝트를 적어 둔 파일로, 보통 YAML이에요. `kubectl apply -f`로 클러스터를 거기에 맞춰요.',
    },
    lesson: 'kubectl',
  },
  {
    id: 'kubectl',
    en: {
      term: 'kubectl',
      text: 'The command line of Kubernetes. It turns commands into requests to the API server and prints the answers.',
    },
    ko: {
      term: 'kubectl',
      text: '쿠버네티스의 명령줄 도구예요. 명령을 API 서버에 보낼 요청으로 바꾸고, 돌아온 답을 보여 줘요.',
    },
    lesson: 'kubectl',
  },
  {
    id: 'context',
    en: {
      term: 'Context',
      text: 'An entry of the kubeconfig file: which cluster kubectl talks to, as whom, and in which namespace by default.',
    },
    ko: {
      term: '컨텍스트(context)',
      text: 'kubeconfig 파일의 한 항목이에요. kubectl이 어느 클러스터에, 누구로, 어느 네임스페이스를 기본으로 말을 걸지 정해 둬요.',
    },
    lesson: 'namespaces',
  },
  {
    id: 'uid',
    en: {
      term: 'UID',
      text: 'The identity of one object, given when it is created and never given again. A name may come back; a uid does not.',
    },
    ko: {
      term: 'UID',
      text: '오브젝트가 만들어질 때 받는 고유한 식별자로, 다시 쓰이지 않아요. 이름은 되풀이될 수 있어도 uid는 그렇지 않아요.',
    },
    lesson: 'pods',
  },
  {
    id: 'event',
    en: {
      term: 'Event',
      text: 'A short note that a component writes about an object: pulled, scheduled, failed. `kubectl describe` prints them; after an hour they are gone.',
    },
    ko: {
      term: '이벤트(event)',
      text: '구성 요소가 오브젝트에 대해 남기는 짧은 기록이에요. 이미지를 받았다, 배치했다, 실패했다 같은 것들이죠. `kubectl describe`가 보여 주고, 한 시간이 지나면 사라져요.',
    },
    lesson: 'pod-lifecycle',
  },
  {
    id: 'owner',
    en: {
      term: 'Owner',
      text: 'The object for which another was made, named in its `metadata.ownerReferences`. When the owner is deleted, what it owns goes too.',
    },
    ko: {
      term: '소유자(owner)',
      text: '어떤 오브젝트를 만든 쪽으로, `metadata.ownerReferences`에 적혀 있어요. 소유자가 지워지면 딸린 것도 함께 지워져요.',
    },
    lesson: 'replicasets',
  },
  {
    id: 'resource-version',
    en: {
      term: 'Resource version',
      text: 'A mark on every object that changes whenever the object does. Watches go on from one, and an update that carries an old one is refused.',
    },
    ko: {
      term: '리소스 버전(resourceVersion)',
      text: '오브젝트가 바뀔 때마다 함께 바뀌는 표시예요. 지켜보기(watch)는 여기서 이어지고, 낡은 표시를 든 수정 요청은 거절돼요.',
    },
    lesson: 'kubectl',
  },
  {
    id: 'jsonpath',
    en: {
      term: 'JSONPath',
      text: "The small language in kubectl that walks to a value in an object: `-o jsonpath='{.status.podIP}'`.",
    },
    ko: {
      term: 'JSONPath',
      text: "오브젝트 속의 값을 찾아가는 kubectl의 작은 언어예요. `-o jsonpath='{.status.podIP}'`처럼 써요.",
    },
    lesson: 'jsonpath-and-jq',
  },
  {
    id: 'jq',
    en: {
      term: 'jq',
      text: 'A program that filters, counts and rebuilds JSON. With `kubectl … -o json` before it, it answers what JSONPath cannot.',
    },
    ko: {
      term: 'jq',
      text: 'JSON을 거르고 세고 다시 엮는 프로그램이에요. 앞에 `kubectl … -o json`을 두면 JSONPath로 못 하는 질문에도 답해요.',
    },
    lesson: 'jsonpath-and-jq',
  },
];
