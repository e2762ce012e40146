import type { en } from './en.ts';

/** 편집기와 놀이터의 글. */
export const ko: Record<keyof typeof en, string> = {
  'wb.files.rename': '{name} 이름 바꾸기',
  'wb.files.newNameOf': '{name}의 새 이름',
  'wb.files.required': '필수',
  'wb.files.line': '{n}번째 줄:',
  'wb.files.moreProblems': '그 밖에 {n}개',
  'wb.files.diff': '비교',
  'wb.files.diffLive': '지금 클러스터에 있는 것',
  'wb.files.diffAfter': '적용한 뒤',
  'wb.files.diffNothing': '적용해도 바뀌는 것이 없습니다. 클러스터에 이미 이대로 있습니다.',
  'wb.files.diffNew': '아직 클러스터에 없습니다. 적용하면 만들어지는 것: {objects}',
  'wb.files.diffSome': '적용하면 바뀔 내용입니다. 아직 아무것도 바뀌지 않았습니다.',
  'wb.files.diffRefused': 'API 서버가 거절합니다: {why}',
  'wb.files.diffCannot': '이 파일에는 아직 비교할 온전한 오브젝트가 없습니다.',
  'wb.files.beside': '나란히 놓은 두 글',
  'wb.files.closeBeside': '비교 닫기',
  'wb.files.besideOwn': '{name}: 내 파일',
  'wb.files.unchangedLines': '같은 줄 {n}개',
  'wb.files.besideNone': '{name}: 이 파일이 없습니다',
  'wb.files.besideSolution': '풀이, 읽기만 합니다',
  'wb.files.besideNote': '내 파일은 그대로입니다. 아무것도 덮어쓰지 않으며 왼쪽에서 계속 쓸 수 있습니다.',
};
