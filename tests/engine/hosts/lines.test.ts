import { describe, expect, it } from 'vitest';
import { encodeLine, LineDecoder } from '../../../src/engine/hosts/lines.ts';
import type { FromSession } from '../../../src/engine/hosts/protocol.ts';

const message: FromSession = { is: 'output', terminal: 1, text: 'é\u2028\ud800 \x1b[0m\r\n\x7f🦊' };

/** What comes out of pieces of text: messages and noise in their order. */
function decoded(pieces: readonly string[]): readonly unknown[] {
  const found: unknown[] = [];
  const decoder = new LineDecoder<FromSession>(
    (each) => found.push(each),
    (line) => found.push(line),
  );
  for (const piece of pieces) decoder.push(piece);
  return found;
}

describe('messages as lines', () => {
  it('are plain ASCII in one line', () => {
    const line = encodeLine(message);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(line.slice(1, -1)).toMatch(/^[ -~]*$/);
  });

  it('come out as they went in, however they are cut', () => {
    const line = encodeLine(message);
    expect(decoded([line + line])).toEqual([message, message]);
    expect(decoded([...line])).toEqual([message]);
  });

  it('are told from what a terminal mixes in', () => {
    expect(decoded([`npm warn x\n\n${encodeLine(message)}`, `echo ${encodeLine(message)}`])).toEqual([
      'npm warn x',
      message,
      message,
    ]);
  });

  it('are noise when they are cut off or damaged', () => {
    const cut = encodeLine(message).slice(0, 20);
    expect(decoded([`${cut}\n`, encodeLine(message)])).toEqual([cut, message]);
    expect(decoded([cut])).toEqual([]);
  });
});
