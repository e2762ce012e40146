import type { Language } from '../text.ts';

/**
 * What the editor's own panels say (find and replace, go to a line, the list of faults), by CodeMirror's English words, which the English
 * page keeps. `$` stands for a number. Loaded with the editor.
 */
export const editorPhrases: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {},
  ko: {
    Find: '찾을 내용',
    Replace: '바꿀 내용',
    next: '다음',
    previous: '이전',
    all: '모두 선택',
    'match case': '대소문자 구분',
    regexp: '정규식',
    'by word': '단어 단위',
    replace: '바꾸기',
    'replace all': '모두 바꾸기',
    close: '닫기',
    'current match': '지금 찾은 곳',
    'on line': '줄:',
    'replaced match on line $': '$번째 줄을 바꿨어요',
    'replaced $ matches': '$곳을 바꿨어요',
    'Go to line': '이동할 줄',
    go: '이동',
    to: '→',
    Diagnostics: '잘못된 곳',
    'No diagnostics': '잘못된 곳이 없어요',
    Completions: '자동 완성',
    'Selection deleted': '선택한 부분을 지웠어요',
    'Control character': '제어 문자',
  },
};
