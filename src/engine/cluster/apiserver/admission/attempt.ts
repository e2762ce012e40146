import type { AnswerToCome, WebhookAnswer } from './webhook-caller.ts';

/** One call of a webhook and what it came to. */
export interface HeardCall {
  readonly uid: string;
  readonly answer: WebhookAnswer;
}

/**
 * One run through admission of a request whose sender waits for slow webhooks. A run that meets one is given up before anything is written,
 * and begun anew when the webhook has answered; the calls of the run before are not made again, but remembered in their order.
 */
export class Attempt {
  private at = 0;

  constructor(private readonly calls: HeardCall[]) {}

  /** What an earlier run heard of the call that is due; undefined for one that is still to be made. */
  next(): HeardCall | undefined {
    return this.calls[this.at++];
  }

  record(call: HeardCall): void {
    this.calls.push(call);
  }

  /** The run that comes after the due call was answered. */
  after(call: HeardCall): Attempt {
    return new Attempt([...this.calls, call]);
  }
}

/** Thrown out of admission where a webhook has not answered yet. */
export class AnswerPending extends Error {
  constructor(
    readonly uid: string,
    readonly timeoutSeconds: number,
    readonly toCome: AnswerToCome,
    readonly attempt: Attempt,
  ) {
    super('a webhook has not answered yet');
  }
}
