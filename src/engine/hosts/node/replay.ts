import { type CliCommand, UsageError } from './command.ts';
import { loadJq } from './jq.ts';
import { replaySubmission } from './submission.ts';

/** `skiff replay JOURNAL`: re-runs a session and prints its history hash. */
export const replay: CliCommand = {
  name: 'replay',
  usage: 'skiff replay JOURNAL [--labs FOLDER]',
  summary: 'Re-run a recorded session and print the hash of its history',
  async run(args) {
    const at = args.indexOf('--labs');
    const labs = at < 0 ? 'labs' : args[at + 1];
    const [file, ...rest] = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
    if (file === undefined || rest.length > 0 || labs === undefined) throw new UsageError('expected one journal');
    const { session, journal, notes } = await replaySubmission(file, labs, await loadJq());
    for (const note of notes) process.stderr.write(`note: ${note}\n`);
    const seconds = (session.world.clock.nowMs() - journal.header.startMs) / 1000;
    process.stdout.write(
      `${session.historyHash()}  ${journal.entries.length} inputs, ${seconds.toFixed(1)} s of cluster time\n`,
    );
    return 0;
  },
};
