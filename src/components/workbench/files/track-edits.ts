import type { FromSession } from '../../../engine/hosts/protocol.ts';
import type { SessionPort } from '../session/port.ts';

type Edit = Extract<FromSession, { is: 'edit' }>;

const EDITED = /"do":"edited","edit":(\d+)/;

/**
 * Tells of files that programs want edited. While a journal is replayed its old edits come by again; only those that it does not answer
 * are told, once the session is ready.
 */
export function trackEdits(port: SessionPort, listener: { opened(edit: Edit): void; ended(edit: number): void }): void {
  const replayed = new Map<number, Edit>();
  port.onBegin(() => replayed.clear());
  port.on('edit', (edit) => {
    if (port.phase.is === 'ready') listener.opened(edit);
    else replayed.set(edit.edit, edit);
  });
  port.on('edit-ended', ({ edit }) => {
    if (!replayed.delete(edit)) listener.ended(edit);
  });
  port.on('journal', ({ line }) => {
    const [, edit] = EDITED.exec(line) ?? [];
    if (edit !== undefined) replayed.delete(Number(edit));
  });
  port.on('ready', () => {
    for (const edit of replayed.values()) listener.opened(edit);
    replayed.clear();
  });
}
