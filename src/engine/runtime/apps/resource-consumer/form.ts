import type { WebAnswer, WebRequest } from '../../web/answer.ts';
import { plain } from '../../web/app.ts';
import { query } from '../flags.ts';

/** What a consumer or its controller says to a request that it does not take. Models: test/images/resource-consumer/common */
export const REFUSALS = {
  method: 'Bad request. Not a POST request',
  unknown: 'unknown function',
  incorrect: 'incorrect function argument',
  missing: 'not given function argument',
} as const;

/** Go's http.Error. */
export function refusal(status: number, text: string): WebAnswer {
  return plain(status, `${text}\n`);
}

/** The arguments of a request, from its form and its query, by name; or the refusal. Numbers are whole but for `delta`. */
export function formArguments(
  request: WebRequest,
  names: readonly string[],
): { readonly values: (name: string) => string } | { readonly refused: WebAnswer } {
  const given = new Map([...query(request.target), ...query(`?${request.body}`)]);
  const value = (name: string): string => given.get(name) ?? '';
  if (names.some((name) => value(name) === '')) return { refused: refusal(400, REFUSALS.missing) };
  const isRight = (name: string): boolean =>
    name === 'metric' || (name === 'delta' ? /^[+-]?\d+(\.\d+)?$/ : /^[+-]?\d+$/).test(value(name));
  return names.every(isRight) ? { values: value } : { refused: refusal(400, REFUSALS.incorrect) };
}
