import type { SourceNote } from './note.ts';
import { note000 } from './note-000.ts';
import { note001 } from './note-001.ts';
import { note002 } from './note-002.ts';
import { note003 } from './note-003.ts';
import { note004 } from './note-004.ts';

/** The source notes, part by part: nothing of them may be missing from the course. */
export const sourceNotes: readonly SourceNote[] = [note000, note001, note002, note003, note004];
