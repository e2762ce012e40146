import type { FromSession, ToSession } from './protocol.ts';

/** What begins a message's line. A pty mixes in what it likes (echoes, warnings): lines without it are noise. */
const MARK = '\x1eskiff ';

/** JSON in plain ASCII without control characters, so that no terminal between the two changes it. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A message as one line. */
export function encodeLine(message: FromSession | ToSession): string {
  return `${MARK}${ascii(message)}\n`;
}

/** Cuts messages out of text that arrives in pieces. Lines that are no messages, and messages that are cut off, go to `noise`. */
export class LineDecoder<Message> {
  private rest = '';

  constructor(
    private readonly message: (message: Message) => void,
    private readonly noise: (line: string) => void,
  ) {}

  push(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.take(line);
  }

  private take(line: string): void {
    const at = line.indexOf(MARK);
    if (at < 0) {
      if (line.trim() !== '') this.noise(line);
      return;
    }
    let message: Message;
    try {
      message = JSON.parse(line.slice(at + MARK.length));
    } catch {
      this.noise(line);
      return;
    }
    this.message(message);
  }
}
