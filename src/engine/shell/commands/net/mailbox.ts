import type { Task, Wait } from '../../process/types.ts';

/** Carries what callbacks tell (a connection's data, an answer) to the generator that waits for it, in order. */
export class Mailbox<Message> {
  private readonly messages: Message[] = [];
  private wake: (() => void) | undefined;

  private readonly arrival: Wait = {
    on: 'api',
    start: (wake) => {
      this.wake = wake;
      return () => {
        this.wake = undefined;
      };
    },
  };

  put(message: Message): void {
    this.messages.push(message);
    const { wake } = this;
    this.wake = undefined;
    wake?.();
  }

  *take(): Task<Message> {
    for (;;) {
      const message = this.messages.shift();
      if (message !== undefined) return message;
      yield this.arrival;
    }
  }
}
