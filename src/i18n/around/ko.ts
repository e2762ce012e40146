import type { en } from './en.ts';

/** Texts of the tasks and of what lies around the workbench, in Korean. */
export const ko: Record<keyof typeof en, string> = {
  'wb.task.needs': '먼저 마쳐야 점수가 돼요: {tasks}.',
  'wb.task.progress': '지금까지 얻은 점수',
  'wb.task.meter': '과제 {of}개 중 {done}개, {points}점 중 {earned}점',
  'wb.task.newlyDone': '완료: {task}.',

  'wb.back.button': '과제 되돌리기',
  'wb.back.named': '“{title}” 과제 되돌리기: 과제를 시작한 때로 돌아가요',
  'wb.back.title': '“{task}”에서 되돌아갈까요?',
  'wb.back.text':
    '클러스터는 한 덩어리라서 과제 하나만 따로 되돌릴 수 없어요. 그래서 고른 시점까지 세션을 다시 실행하고 거기서 이어 가요. 그 뒤에 한 일은 다른 과제의 것까지 모두 취소돼요.',
  'wb.back.where': '돌아갈 시점',
  'wb.back.beginning': '실습을 시작한 때',
  'wb.back.after': '{time}, “{task}” 과제를 마친 때',
  'wb.back.undoes': '취소되는 것: {what}',
  'wb.back.nothing': '취소되는 것이 없어요',
  'wb.back.commands': '명령 {n}줄',
  'wb.back.files': '파일 저장 {n}번',
  'wb.back.others': '그 밖의 동작 {n}번',
  'wb.back.yes': '되돌아가기',

  'wb.solution.show': '풀이',
  'wb.solution.showNamed': '“{title}” 풀이 보기',
  'wb.solution.title': '한 가지 풀이',
  'wb.solution.file': '{path} 파일에 이 내용을 넣으세요:',
  'wb.solution.beside': '내 파일과 나란히 보기',
  'wb.solution.settle': '클러스터가 안정될 때까지 기다리세요.',
  'wb.solution.wait': '{time} 동안 기다리세요.',
  'wb.solution.answer': '답: {text}',
  'wb.solution.none': '이 실습은 풀이를 공개하지 않아요.',
  'wb.solution.sureTitle': '벌써 풀이를 볼까요?',
  'wb.solution.sureText':
    '“{task}” 과제를 아직 충분히 시도하지 않았어요. 세 번 확인하면 힌트가 열리고, 그다음에는 묻지 않고 풀이를 보여 줘요. 풀이를 봤다는 사실은 저널에 남지만 점수는 깎이지 않아요.',
  'wb.solution.sureYes': '풀이 보기',
  'wb.solution.sureNo': '먼저 해 볼게요',
};
