import type { en } from './en.ts';

/** The texts of the course's components and pages in Korean. */
export const ko: Record<keyof typeof en, string> = {
  'run.recorded': '기록해 둔 출력',
  'run.more': '… {n}줄 더',
  'run.nothing': '(아무것도 출력하지 않아요)',
  'run.ahead': '먼저 시계를 {time} 앞으로 돌려요',
  'run.aheadShort': '+{time}',
  'run.watches': '터미널에서 Ctrl-C를 누르거나 다음 ▶를 누를 때까지 돌아요',
  'run.watchesShort': 'Ctrl-C까지',
  'manifest.write': '{name} 쓰기',
  'manifest.writeNamed': '터미널의 홈 디렉터리에 {name} 쓰기',
  'lab.kind.guided': '따라 하는 실습',
  'lab.kind.challenge': '도전 과제',
  'lab.kind.break-fix': '고장 찾기',

  'glossary.title': '용어집',
  'glossary.description': '강의에 나오는 쿠버네티스 용어를 한두 문장으로 풀어 둔 용어집이에요.',
  'glossary.lead':
    '강의에 나오는 용어를 한두 문장으로 풀었어요. 실제로 움직이는 모습을 볼 수 있는 강의도 함께 적어 뒀어요.',
  'glossary.lesson': '강의: {title}',
  'glossary.cluster': '클러스터와 그 구성 요소',
  'glossary.objects': '오브젝트와 조회 방법',
  'glossary.pods': '파드',
  'glossary.workloads': '파드를 만드는 것들',
  'glossary.network': '서비스와 인그레스',
  'glossary.configuration': '설정과 저장 공간',

  'cheatSheet.title': 'kubectl 치트 시트',
  'cheatSheet.description': '강의에 나오는 모든 kubectl 명령을 형태별 예시와 함께 모았어요.',
  'cheatSheet.lead':
    '강의에서 실행하는 모든 kubectl 명령을 나오는 순서대로, 형태마다 예시 하나씩 모았어요. 이 페이지는 강의에서 자동으로 만들어지고, 여기 있는 줄은 모두 실제로 실행해 본 것이에요.',
  'cheatSheet.more': '{n}개 더',

  'notes.title': '노트에서 강의로',
  'notes.description': '이 강의가 따르는 학습 노트 다섯 편을 부분별로, 다루는 강의와 함께 정리했어요.',
  'notes.lead':
    '이 강의는 한국어로 쓴 쿠버네티스 학습 노트 다섯 편을 따라가요. 노트를 부분별로 우리말로 다시 정리하고, 어디에서 다루는지 적었어요.',
  'notes.note': '노트 {id}: {title}',
  'notes.part': '노트의 부분',
  'notes.taught': '다루는 곳',

  'footer.glossary': '용어집',
  'footer.cheatSheet': 'kubectl 치트 시트',
  'footer.notes': '노트에서 강의로',
};
