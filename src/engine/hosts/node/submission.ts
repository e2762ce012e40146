import type { RunJq } from '../../session/instruments.ts';
import { type Journal, JournalError, readJournal } from '../../session/journal.ts';
import { LabSetupError } from '../../session/lab-setup.ts';
import { Session } from '../../session/session.ts';
import { ENGINE_VERSION } from '../../session/version.ts';
import { CliError } from './command.ts';
import { type LabFolder, labFolders, readLabFolder } from './lab-folder.ts';
import { readText } from './read-text.ts';

/** A submission replayed: the session as it was at its last input. */
export interface Replayed {
  readonly file: string;
  readonly journal: Journal;
  readonly session: Session;
  /** What a teacher should know: another engine, another edition of the lab. */
  readonly notes: readonly string[];
}

function findLab(id: string, root: string): LabFolder {
  for (const folder of labFolders(root)) {
    const found = readLabFolder(folder);
    if (found.lab.id === id) return found;
  }
  throw new CliError(`there is no lab "${id}" below ${root}`);
}

/** Replays a journal from an empty cluster. Throws `CliError` in plain words. */
export async function replaySubmission(file: string, labsRoot: string, jq: RunJq): Promise<Replayed> {
  const text = await readText(file);
  try {
    const journal = readJournal(text);
    const { header, entries } = journal;
    const notes: string[] = [];
    let lab = null;
    if (header.lab !== null) {
      const found = findLab(header.lab.id, labsRoot);
      if (found.digest !== header.lab.digest)
        notes.push(
          `the lab has changed since this was recorded (${header.lab.digest.slice(0, 12)} then, ${found.digest.slice(0, 12)} now)`,
        );
      lab = found.lab;
    }
    if (header.engine !== ENGINE_VERSION)
      notes.push(`recorded with engine ${header.engine}; this is ${ENGINE_VERSION}`);
    const session = new Session({ header, lab, workers: 2, jq: () => jq });
    session.replay(entries);
    session.world.clock.runUntil(session.world.clock.nowMs());
    if (session.strayed.length > 0)
      notes.push('its history is not the one it claims: another engine recorded it, or it was changed');
    return { file, journal, session, notes };
  } catch (error) {
    if (error instanceof JournalError || error instanceof LabSetupError)
      throw new CliError(`${file}: ${error.message}`);
    throw error;
  }
}
