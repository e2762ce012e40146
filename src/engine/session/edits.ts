import type { Machine, Task } from '../shell/process/types.ts';

/** Files that programs have given to the person to edit: `kubectl edit`, vi, nano. */
export class Edits {
  private next = 1;
  private readonly open = new Map<number, (content: string | null) => void>();

  constructor(
    private readonly ask: (edit: number, path: string, content: string) => void,
    /** Nobody waits for an edit any more: its program was ended. */
    private readonly ended: (edit: number) => void,
  ) {}

  /** The learner's machine's editor: waits until the page has saved or closed the file. */
  readonly editFile: NonNullable<Machine['editFile']> = (path, content) => this.edit(path, content);

  private *edit(path: string, content: string): Task<{ readonly saved: string | undefined }> {
    const edit = this.next++;
    let saved: string | undefined;
    yield {
      on: 'host',
      start: (wake) => {
        this.open.set(edit, (result) => {
          this.open.delete(edit);
          saved = result ?? undefined;
          wake();
        });
        this.ask(edit, path, content);
        return () => {
          if (this.open.delete(edit)) this.ended(edit);
        };
      },
    };
    return { saved };
  }

  /** The page has closed an edit: its text, or null when it was not saved. */
  done(edit: number, content: string | null): void {
    this.open.get(edit)?.(content);
  }
}
