import type { GlossaryEntry } from './entry.ts';

/** Settings and storage of Pods. */
export const configurationTerms: readonly GlossaryEntry[] = [
  {
    id: 'config-map',
    en: {
      term: 'ConfigMap',
      text: 'Settings outside the image, up to 1 MiB, that Pods read as environment variables or as files.',
    },
    ko: {
      term: '컨피그맵(ConfigMap)',
      text: '이미지 밖에 두는 설정으로, 1 MiB까지 담아요. 파드는 환경 변수나 파일로 읽어요.',
    },
    lesson: 'configmaps',
  },
  {
    id: 'secret',
    en: {
      term: 'Secret',
      text: 'Like a ConfigMap, for passwords and keys. base64 hides nothing: what protects it is who may read it.',
    },
    ko: {
      term: '시크릿(Secret)',
      text: '비밀번호와 키를 담는, 컨피그맵과 비슷한 오브젝트예요. base64는 숨겨 주지 않아요. 지켜 주는 것은 읽을 권한이에요.',
    },
    lesson: 'configmaps',
  },
  {
    id: 'volume',
    en: {
      term: 'Volume',
      text: 'A directory of a Pod that its containers can mount. What is in it outlives a container, and, for some kinds, the Pod.',
    },
    ko: {
      term: '볼륨(volume)',
      text: '파드의 컨테이너들이 마운트할 수 있는 디렉터리예요. 그 안의 것은 컨테이너보다 오래 남고, 종류에 따라서는 파드보다도 오래 남아요.',
    },
    lesson: 'multi-container-pods',
  },
  {
    id: 'persistent-volume-claim',
    en: {
      term: 'PersistentVolumeClaim',
      text: 'A request for storage that outlives Pods. A StatefulSet makes one for each of its Pods, and they stay when it is scaled down.',
    },
    ko: {
      term: '퍼시스턴트볼륨클레임(PersistentVolumeClaim)',
      text: '파드보다 오래 남는 저장 공간을 달라는 요청이에요. 스테이트풀셋은 파드마다 하나씩 만들고, 수를 줄여도 남겨 둬요.',
    },
    lesson: 'statefulsets',
  },
];
