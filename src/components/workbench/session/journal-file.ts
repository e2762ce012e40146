import type { PublishedLab } from './lab-source.ts';

/** What a journal's first line says of its lab. */
export type JournalHead =
  | {
      readonly is: 'journal';
      readonly lab: { readonly id: string; readonly digest: string } | undefined;
      /** Worker nodes, where it names them. */
      readonly workers?: number | undefined;
      readonly student?: string | undefined;
    }
  | { readonly is: 'none'; readonly lab?: undefined; readonly workers?: undefined; readonly student?: undefined };

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Reads the header of a journal; the session checks the rest when it replays. */
export function journalHead(text: string): JournalHead {
  let head: unknown;
  try {
    head = JSON.parse(text.split('\n', 1)[0] ?? '');
  } catch {
    return { is: 'none' };
  }
  if (field(head, 'skiff') !== 'journal/v1') return { is: 'none' };
  const id = field(field(head, 'lab'), 'id');
  const digest = field(field(head, 'lab'), 'digest');
  const workers = field(head, 'workers');
  const student = field(head, 'student');
  return {
    is: 'journal',
    lab: typeof id === 'string' && typeof digest === 'string' ? { id, digest } : undefined,
    ...(typeof workers === 'number' ? { workers } : {}),
    ...(typeof student === 'string' ? { student } : {}),
  };
}

/** False when a journal was begun on another version of the lab. A journal that cannot be read is left to the session, which says why. */
export function journalFits(text: string, lab: PublishedLab | undefined): boolean {
  const head = journalHead(text);
  return head.is === 'none' || head.lab?.digest === lab?.digest;
}

/** A journal's file name: `skiff-03-pods-20261122-0405.jsonl`. */
export function journalFileName(place: string, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 13);
  return `skiff-${place.replace(/^(lab|lesson)\//, '')}-${stamp}.jsonl`;
}

/** Gives the reader a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
