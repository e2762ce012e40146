import type { Report } from '../../../engine/grader/verdict.ts';
import type { Host } from '../../../engine/hosts/protocol.ts';
import type { PublishedLab } from '../session/lab-source.ts';
import { startOptions } from '../session/start-options.ts';

/** A journal is given up after so long, wall milliseconds: nobody's exam takes that much. */
const PATIENCE_MS = 120_000;

/** Plays a lab's journal again in a worker of its own and grades what comes out. Rejects with the session's words when it cannot. */
export function replayed(host: Host, lab: PublishedLab, student: string, journal: string): Promise<Report> {
  return new Promise<Report>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it takes too long')), PATIENCE_MS);
    const end = (run: () => void): void => {
      clearTimeout(timer);
      host.stop();
      run();
    };
    host.listen({
      message(message) {
        if (message.is === 'ready') host.send({ is: 'ask', id: 1, question: { about: 'report' } });
        if (message.is === 'failed') end(() => reject(new Error(message.message)));
        if (message.is !== 'answer') return;
        const { answer } = message;
        end(() => (answer.ok ? resolve(answer.value as unknown as Report) : reject(new Error(answer.message))));
      },
      lost: (why) => end(() => reject(new Error(why))),
    });
    host.send({ is: 'start', options: startOptions(lab, student, journal, 0) });
  });
}
