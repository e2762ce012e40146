/** A text in the editor: one of the learner's files, or one that a program (`kubectl edit`, vi) asks to edit. */
export interface OpenDocument {
  readonly id: string;
  readonly path: string;
  /** The number of the edit that a program waits for. */
  readonly edit: number | undefined;
  /** As the session has it. */
  saved: string;
  /** As it stands in the editor. */
  text: string;
}

/** The learner's files as the session tells them, and what is open in the editor. */
export class FilesModel {
  private readonly files = new Map<string, string>();
  private readonly documents = new Map<string, OpenDocument>();

  clear(): void {
    this.files.clear();
    this.documents.clear();
  }

  paths(): readonly string[] {
    return [...this.files.keys()].sort();
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** A file's text as the session has it. */
  text(path: string): string | undefined {
    return this.files.get(path);
  }

  edits(): readonly OpenDocument[] {
    return [...this.documents.values()].filter(({ edit }) => edit !== undefined);
  }

  /** A file changed in the session. A document with changes of its own keeps them; true when the editor must show the new text. */
  changed(path: string, content: string | null): boolean {
    const document = this.documents.get(path);
    if (content === null) {
      this.files.delete(path);
      this.documents.delete(path);
      return false;
    }
    this.files.set(path, content);
    if (document === undefined) return false;
    const clean = document.text === document.saved;
    document.saved = content;
    if (!clean || document.text === content) return false;
    document.text = content;
    return true;
  }

  openFile(path: string): OpenDocument {
    const known = this.documents.get(path);
    if (known !== undefined) return known;
    const saved = this.files.get(path) ?? '';
    const document: OpenDocument = { id: path, path, edit: undefined, saved, text: saved };
    this.documents.set(path, document);
    return document;
  }

  openEdit(edit: number, path: string, content: string): OpenDocument {
    const document: OpenDocument = { id: `edit ${edit}`, path, edit, saved: content, text: content };
    this.documents.set(document.id, document);
    return document;
  }

  close(id: string): void {
    this.documents.delete(id);
  }

  isChanged(path: string): boolean {
    const document = this.documents.get(path);
    return document !== undefined && document.text !== document.saved;
  }
}

/** Why a name cannot be a new file's, as a key of what to say; undefined when it can. */
export function nameFault(name: string, model: FilesModel): 'empty' | 'outside' | 'taken' | undefined {
  if (name.trim() === '') return 'empty';
  if (name.startsWith('/') || name.split('/').some((part) => part === '' || part.startsWith('.'))) return 'outside';
  return model.has(name) ? 'taken' : undefined;
}
