import type { en } from './en.ts';

/** The texts of the course's components and pages in Korean. */
export const ko: Record<keyof typeof en, string> = {
  'run.recorded': '기록해 둔 출력',
  'run.more': '… {n}줄 더',
  'run.nothing': '(아무것도 출력하지 않습니다)',
  'manifest.write': '{name} 쓰기',
  'manifest.writeNamed': '터미널에서 홈 디렉터리에 {name} 파일 쓰기',
  'lab.kind.guided': '따라 하는 실습',
  'lab.kind.challenge': '도전 과제',
  'lab.kind.break-fix': '고장 찾기',
};
