import type { Context } from '../context.ts';
import { type Draft, drafts, dropDraft, keepDraft } from '../storage/drafts.ts';
import type { FilesModel, OpenDocument } from './model.ts';

/** What is written and not yet saved: it outlives the page, so that a tab that is killed loses nothing that was typed. */
export class Unsaved {
  /** What was not saved when the page, or the session, ended the last time. */
  private lost: readonly Draft[] = [];

  constructor(
    private readonly context: Context,
    private readonly model: FilesModel,
    /** The name of the session that is open. */
    private readonly session: () => string,
  ) {}

  /** A session begins. */
  begin(): void {
    this.lost = drafts(this.session());
  }

  /** How far the learner had come with a text that a program waits for; undefined where nothing was lost. */
  textOf({ id, path, saved }: OpenDocument): string | undefined {
    return this.lost.find((draft) => draft.id === id && draft.path === path && draft.saved === saved)?.text;
  }

  /** Saves what had not been saved of files that are still as they were then. */
  saveFiles(): void {
    const { port } = this.context;
    if (port.phase.is !== 'ready' || this.lost.length === 0) return;
    for (const { id, path, saved, text } of this.lost) {
      if (id !== path || this.model.text(path) !== saved) continue;
      this.lost = this.lost.filter((draft) => draft.id !== id);
      this.drop(id);
      port.input({ do: 'write-file', path, content: text });
    }
  }

  keep({ id, path, saved, text }: OpenDocument): void {
    if (text === saved) this.drop(id);
    else keepDraft(this.session(), { id, path, saved, text });
  }

  /** It was saved, or nobody waits for it any more. */
  drop(id: string): void {
    dropDraft(this.session(), id);
  }
}
