import type { TextKey } from './text.ts';

/** 사이트 텍스트의 한국어판: `en.ts`와 키가 같아야 한다. */
export const ko: Record<TextKey, string> = {
  'site.tagline': '직접 조종하며 배우는 쿠버네티스',
  'site.description':
    '브라우저 안에서 돌아가는 살아 있는 클러스터와 나란히 읽는 쿠버네티스 강의, 그리고 클러스터의 상태로 채점하는 실습.',

  'home.title': '읽기만 하지 말고, 직접 조종하세요.',
  'home.lead':
    '모든 강의 옆에는 클러스터가 하나 있습니다. 이 페이지 안에서 돌아가는 작은 쿠버네티스 컨트롤 플레인입니다. kubectl 명령을 입력하고, 파드가 생기고 사라지는 것을 지켜보고, 일부러 망가뜨린 뒤 고쳐 보세요. 실습은 무엇을 눌렀는지가 아니라 클러스터가 어떻게 되었는지를 채점합니다.',
  'home.start': '파드부터 시작하기',
  'home.all': '전체 강의',
  'home.figure.alt':
    '터미널에서 kubectl run web 명령이 파드를 만들고, 워커 노드 두 대가 그려진 지도에 파드가 나타나 Pending에서 ContainerCreating을 거쳐 Running이 된다.',
  'home.how.title': '강의는 이렇게 진행됩니다',
  'home.how.see.title': '눈으로 보기',
  'home.how.see.text':
    '본문의 명령을 클릭하면 터미널에서 바로 실행됩니다. 클러스터가 움직이는 대로 노드와 파드의 지도도 움직입니다.',
  'home.how.do.title': '손으로 하기',
  'home.how.do.text':
    '실습은 어떤 상태의 클러스터를 주고 무엇이 성립해야 하는지 알려 줍니다. 방법은 자유입니다. 확인을 누르면 과제마다 무엇이 되었고 무엇이 왜 안 되었는지 말해 줍니다.',
  'home.how.break.title': '망가뜨려 보기',
  'home.how.break.text':
    '잘못된 이미지, 꽉 찬 노드, 자꾸 죽는 컨테이너까지, 클러스터는 쿠버네티스가 실패하는 방식 그대로, 같은 메시지로 실패합니다. 초기화하면 모두 원래대로 돌아옵니다.',
  'home.how.time.title': '시간 다루기',
  'home.how.time.text':
    '멈추거나, 10배나 60배로 빠르게 돌리거나, 클러스터가 안정될 때까지 건너뛸 수 있습니다. 5분짜리 백오프를 5분 동안 기다릴 필요가 없습니다.',
  'home.honest.title': '무엇이고, 무엇이 아닌지',
  'home.honest.is':
    'Skiff는 쿠버네티스 1.36처럼 동작하도록 만든 시뮬레이션입니다. API 서버, 스케줄러, 컨트롤러, kubelet이 있고, 컨테이너는 실제 이미지 대신 작은 프로그램입니다. 출력은 실제 클러스터에서 녹화한 기록과 한 줄씩 비교합니다.',
  'home.honest.not':
    '쿠버네티스 배포판이 아니며, 여러분의 이미지를 실행하지는 못합니다. 흉내 내지 않는 것은 쿠버네티스가 거부하듯 거부하거나, 그렇다는 경고를 보여 줍니다.',
  'home.honest.limits': '한계 목록 보기',
  'home.honest.local':
    '모든 것이 이 브라우저 안에서 실행됩니다. 계정도 서버도 필요 없고, 한 번 방문한 뒤에는 네트워크도 필요 없습니다. 작업한 내용은 이 기기에만 저장됩니다.',
  'home.lessons.title': '강의',
  'home.lessons.lead': '한 편에 10~20분입니다. 차례대로 들어도 좋고, 필요한 곳부터 시작해도 좋습니다.',
  'home.teachers.title': '가르치는 분께',
  'home.teachers.text':
    '실습은 스스로를 증명하는 YAML 파일 하나입니다. 모범 답안은 통과하고 오답은 떨어져야만 게시됩니다. 학생이 제출하는 것은 명령줄에서 그대로 재생해 채점할 수 있는 기록입니다.',

  'lesson.number': '{n}강',
  'lesson.minutes': '{n}분',
  'lesson.kubernetes': '쿠버네티스 {version}',
  'lesson.labs.one': '실습 {n}개',
  'lesson.labs.other': '실습 {n}개',
  'lesson.needs': '먼저 볼 강의',

  'bench.open': '클러스터 열기',
  'bench.close': '클러스터 닫기',
  'bench.region': '클러스터 작업대',
  'bench.loading': '작업대를 불러오는 중 …',
  'bench.failed': '작업대를 불러오지 못했습니다. 작업한 내용은 이 기기에 안전하게 저장되어 있습니다.',
  'bench.retry': '다시 시도',
  'bench.noscript':
    '클러스터는 브라우저에서 실행되므로 자바스크립트가 필요합니다. 강의는 자바스크립트 없이도 읽을 수 있습니다.',
  'bench.resize': '클러스터 작업대의 너비',
  'bench.view.lesson': '강의',
  'bench.view.cluster': '클러스터',

  'run.one': '터미널에서 실행: {command}',

  'lab.label': '실습',
  'lab.open': '실습 열기',

  'predict.label': '먼저 예측해 보기',
  'predict.run': '실행해서 확인',
  'predict.reveal': '실제로는',
  'predict.choose': '나의 예측',
  'predict.right': '예측한 대로입니다.',
  'predict.wrong': '예측과 다릅니다. 이유를 읽어 보세요.',

  'quiz.label': '스스로 확인하기',
  'quiz.right': '맞습니다',
  'quiz.wrong': '아닙니다',

  'playground.jsonpath': 'JSONPath 연습장',
  'playground.jq': 'jq 연습장',
  'playground.needsBench': '이 연습장은 여러분의 클러스터에 살아 있는 오브젝트로 동작합니다.',

  'search.label': '검색',
  'search.placeholder': '단어, 명령, 오류 메시지 …',
  'search.close': '닫기',
  'search.none': '“{query}”에 대한 결과가 없습니다.',
  'search.found': '“{query}” 검색 결과 {n}쪽',
  'search.failed': '검색 색인을 불러오지 못했습니다. 색인은 빌드한 사이트에만 있습니다.',

  'limits.title': '흉내 내지 않는 것',
  'limits.description': 'Skiff가 실제 쿠버네티스 클러스터와 다른 점.',
  'limits.onlyEnglish': '이 문서는 코드와 함께 영어로만 관리합니다.',

  'notFound.title': '없는 페이지입니다',
  'notFound.text': '이 주소에는 아무것도 없습니다. 강의는 모두 여기 있습니다.',
  'notFound.home': '처음으로',

  'update.ready': 'Skiff의 새 버전이 준비되었습니다.',
  'update.reload': '지금 적용',

  'footer.limits': '흉내 내지 않는 것',
  'footer.license': 'Apache-2.0',
  'footer.trademark':
    'Kubernetes는 The Linux Foundation의 등록 상표입니다. Skiff는 독립 프로젝트이며 재단과 관련이 없습니다.',
};
