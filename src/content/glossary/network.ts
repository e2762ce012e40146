import type { GlossaryEntry } from './entry.ts';

/** How Pods are reached. */
export const networkTerms: readonly GlossaryEntry[] = [
  {
    id: 'service',
    en: {
      term: 'Service',
      text: 'A lasting name and address for a changing group of Pods. Its selector says which Pods answer.',
    },
    ko: {
      term: '서비스(Service)',
      text: '바뀌어 가는 파드 무리에 붙이는 변하지 않는 이름과 주소예요. 어느 파드가 답할지는 셀렉터가 정해요.',
    },
    lesson: 'services',
  },
  {
    id: 'cluster-ip',
    en: {
      term: 'ClusterIP',
      text: 'A Service’s virtual address inside the cluster, and the type of a Service that has only that. No machine owns the address.',
    },
    ko: {
      term: 'ClusterIP',
      text: '클러스터 안에서만 통하는 서비스의 가상 주소이자, 그것만 갖는 서비스의 타입이에요. 그 주소를 가진 머신은 없어요.',
    },
    lesson: 'services',
  },
  {
    id: 'node-port',
    en: {
      term: 'NodePort',
      text: 'A Service that is also reached at one port, 30000 to 32767, of every node.',
    },
    ko: {
      term: 'NodePort',
      text: '모든 노드의 30000–32767 사이 한 포트로도 닿을 수 있는 서비스예요.',
    },
    lesson: 'services',
  },
  {
    id: 'load-balancer',
    en: {
      term: 'LoadBalancer',
      text: 'A Service for which a provider sets up an address outside the cluster. Without a provider its external address stays `<pending>`.',
    },
    ko: {
      term: 'LoadBalancer',
      text: '클라우드 같은 제공자가 클러스터 밖 주소를 마련해 주는 서비스예요. 제공자가 없으면 외부 주소는 `<pending>`에 머물러요.',
    },
    lesson: 'services',
  },
  {
    id: 'external-name',
    en: {
      term: 'ExternalName',
      text: 'A Service that is only a DNS alias for a name outside the cluster: no address, no Pods.',
    },
    ko: {
      term: 'ExternalName',
      text: '클러스터 밖 이름에 붙인 DNS 별칭일 뿐인 서비스예요. 주소도 파드도 없어요.',
    },
    lesson: 'services',
  },
  {
    id: 'headless-service',
    en: {
      term: 'Headless Service',
      text: 'A Service with `clusterIP: None`. DNS answers with the addresses of its Pods instead of one virtual address.',
    },
    ko: {
      term: '헤드리스 서비스(headless Service)',
      text: '`clusterIP: None`인 서비스예요. DNS가 가상 주소 하나 대신 파드들의 주소를 알려 줘요.',
    },
    lesson: 'services',
  },
  {
    id: 'endpoint-slice',
    en: {
      term: 'EndpointSlice',
      text: 'The list of addresses behind a Service, kept by a controller from the Pods that match and are ready.',
    },
    ko: {
      term: '엔드포인트슬라이스(EndpointSlice)',
      text: '서비스 뒤에 있는 주소 목록이에요. 컨트롤러가 셀렉터에 맞고 준비된 파드로 채워요.',
    },
    lesson: 'services',
  },
  {
    id: 'ingress',
    en: {
      term: 'Ingress',
      text: 'Rules that lead HTTP requests from outside to Services, by host name and path. By itself it does nothing: an ingress controller carries it out.',
    },
    ko: {
      term: '인그레스(Ingress)',
      text: '밖에서 온 HTTP 요청을 호스트 이름과 경로에 따라 서비스로 보내는 규칙이에요. 규칙만으로는 아무 일도 없고, 인그레스 컨트롤러가 실행에 옮겨요.',
    },
    lesson: 'ingress',
  },
  {
    id: 'ingress-controller',
    en: {
      term: 'Ingress controller',
      text: 'The program that takes HTTP requests in and follows the Ingress rules, such as ingress-nginx. It has to be installed.',
    },
    ko: {
      term: '인그레스 컨트롤러(ingress controller)',
      text: 'HTTP 요청을 받아 인그레스 규칙대로 보내는 프로그램으로, ingress-nginx 같은 것이 있어요. 따로 설치해야 해요.',
    },
    lesson: 'ingress',
  },
  {
    id: 'ingress-class',
    en: {
      term: 'IngressClass',
      text: 'Names an ingress controller, so that an Ingress can say by `ingressClassName` which one it is for.',
    },
    ko: {
      term: '인그레스클래스(IngressClass)',
      text: '인그레스 컨트롤러에 붙인 이름이에요. 인그레스는 `ingressClassName`으로 어느 컨트롤러의 것인지 밝혀요.',
    },
    lesson: 'ingress',
  },
];
