import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { type Input, openInput } from './inputs.ts';

/** `cat`. */
export const cat: CommandDefinition = {
  name: 'cat',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Concatenate FILE(s) to standard output.',
  short: 'AbeEnstTuv',
  long: {
    'show-all': 'A',
    'number-nonblank': 'b',
    'show-ends': 'E',
    number: 'n',
    'squeeze-blank': 's',
    'show-tabs': 'T',
    'show-nonprinting': 'v',
  },
  *run(call: Call): Task<number> {
    const state = { line: 0, blank: false, start: true };
    const plain = call.given.every(({ letter }) => letter === 'u');
    let status = 0;
    for (const name of call.operands.length === 0 ? ['-'] : call.operands) {
      const input = openInput(call, name);
      if (input === undefined) {
        status = 1;
        continue;
      }
      yield* copy(call, input, (text) => (plain ? text : decorate(call, text, state)));
    }
    return status;
  },
};

function* copy(call: Call, input: Input, change: (text: string) => string): Task<void> {
  for (;;) {
    const piece = yield* input.reader.read();
    if (piece === undefined) return;
    call.print(change(piece));
    yield* call.process.breathe();
  }
}

function decorate(call: Call, text: string, state: { line: number; blank: boolean; start: boolean }): string {
  const ends = call.has('E') || call.has('e') || call.has('A');
  const tabs = call.has('T') || call.has('t') || call.has('A');
  const hidden = call.has('v') || call.has('e') || call.has('t') || call.has('A');
  let out = '';
  for (const piece of text.split(/(?<=\n)/)) {
    const blank = piece === '\n' && state.start;
    if (call.has('s') && blank && state.blank) continue;
    state.blank = blank;
    let body = piece.endsWith('\n') ? piece.slice(0, -1) : piece;
    if (state.start && (call.has('b') ? !blank : call.has('n'))) out += `${String(++state.line).padStart(6)}\t`;
    if (hidden) body = showHidden(body);
    if (tabs) body = body.replaceAll('\t', '^I');
    out += body;
    state.start = piece.endsWith('\n');
    if (state.start) out += ends ? '$\n' : '\n';
  }
  return out;
}

/** Control characters as `^X`; tabs stay. */
function showHidden(text: string): string {
  let out = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    out += (code < 32 && code !== 9) || code === 127 ? `^${String.fromCharCode(code ^ 64)}` : char;
  }
  return out;
}
