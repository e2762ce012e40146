import type { Localized } from './lab.ts';

/** What a learner need not know as a sign, in words. "Expected a" goes without the sign of equality that lists of conditions have. */
const SIGNS: { readonly [sign: string]: (value: string) => Localized } = {
  '=': (value) => ({ en: value, ko: value }),
  '≠': (value) => ({ en: `anything but ${value}`, ko: `${value} 아닌 다른 값` }),
  '~': (value) => ({ en: `what fits the pattern ${value}`, ko: `${value} 패턴에 맞는 값` }),
  '∋': (value) => ({ en: `to contain ${value}`, ko: `${value} 포함` }),
  '∈': (value) => ({ en: `one of ${value}`, ko: `${value} 가운데 하나` }),
};

function inWords(wanted: string): Localized {
  const [, sign = '', value = ''] = /^(\S+) ([\s\S]*)$/.exec(wanted) ?? [];
  return SIGNS[sign]?.(value) ?? { en: wanted, ko: wanted };
}

/** What the grader says by itself; authors say the rest in `otherwise`. */
export const texts = {
  missing: (target: string): Localized => ({ en: `There is no ${target}.`, ko: `${target} 오브젝트가 없어요.` }),
  stillThere: (target: string): Localized => ({
    en: `${target} is still there.`,
    ko: `${target} 오브젝트가 아직 남아 있어요.`,
  }),
  neverThere: (target: string): Localized => ({
    en: `${target} has never existed in this session, so its absence proves nothing.`,
    ko: `${target} 오브젝트는 이 세션에 있었던 적이 없어서, 없다는 것만으로는 확인할 수 없어요.`,
  }),
  found: (found: string, wanted: string): Localized => ({
    en: `Found ${found}; expected ${inWords(wanted).en}.`,
    ko: `지금 값: ${found}. 기대하는 값: ${inWords(wanted).ko}.`,
  }),
  notYet: (): Localized => ({ en: 'This does not hold yet.', ko: '아직 그렇지 않아요.' }),
  noValue: (query: string): Localized => ({ en: `Nothing is there at ${query}.`, ko: `${query} 위치에 값이 없어요.` }),
  cannotAsk: (message: string): Localized => ({
    en: `Not met, because the check could not be asked: ${message}`,
    ko: `확인할 수 없어서 충족되지 않았어요: ${message}`,
  }),
  unknownType: (type: string): Localized => ({
    en: `This cluster has no resource type "${type}".`,
    ko: `이 클러스터에는 "${type}" 리소스 타입이 없어요.`,
  }),
  needs: (task: string): Localized => ({ en: `First complete “${task}”.`, ko: `먼저 “${task}” 과제를 마쳐야 해요.` }),
  notTyped: (): Localized => ({ en: 'No such command was typed yet.', ko: '아직 그 명령을 입력하지 않았어요.' }),
  noFile: (path: string): Localized => ({ en: `There is no file ${path}.`, ko: `${path} 파일이 없어요.` }),
  notAnswered: (): Localized => ({ en: 'Not answered yet.', ko: '아직 답하지 않았어요.' }),
  wrongAnswer: (): Localized => ({ en: 'That is not the answer.', ko: '정답이 아니에요.' }),
  emptyWindow: (target: string): Localized => ({
    en: `${target} did not exist in that time.`,
    ko: `그 시간 동안 ${target} 오브젝트가 없었어요.`,
  }),
  windowNotOpen: (task: string): Localized => ({
    en: `This counts from the moment “${task}” is complete.`,
    ko: `“${task}” 과제를 마친 뒤부터 확인해요.`,
  }),
  broken: (clock: string, after: string | undefined): Localized => ({
    en: `At ${clock} it did not hold${after === undefined ? '' : `, after \`${after}\``}.`,
    ko: `${clock}에 조건이 깨졌어요${after === undefined ? '' : ` (\`${after}\` 실행 뒤)`}.`,
  }),
  neverHappened: (): Localized => ({
    en: 'It never happened in that time.',
    ko: '그 시간 동안 한 번도 일어나지 않았어요.',
  }),
  forgotten: (clock: string): Localized => ({
    en: `Cannot be told: of what happened before ${clock} the cluster has forgotten a part. Start the lab again to be checked on it.`,
    ko: `확인할 수 없어요. ${clock} 이전에 일어난 일 가운데 일부를 클러스터가 더는 기억하지 못해요. 확인을 받으려면 실습을 다시 시작하세요.`,
  }),
  orderBroken: (step: number): Localized => ({
    en: `Step ${step} of the expected order did not come.`,
    ko: `기대한 순서 가운데 ${step}번째 단계가 나타나지 않았어요.`,
  }),
};
