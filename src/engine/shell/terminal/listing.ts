import { columns as inColumns } from './columns.ts';
import type { Candidate } from './completion.ts';
import { characterWidth, padColumns, textWidth } from './width.ts';

/** More candidates than this are counted and not listed. */
const LIST_LIMIT = 200;
/** Two spaces and two brackets stand around a description. */
const AROUND = 4;
/** Descriptions are aligned where at least so much of one is seen. */
const LEAST_DESCRIPTION = 8;

function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let out = '';
  let used = 1;
  for (const char of text) {
    used += characterWidth(char);
    if (used > width) break;
    out += char;
  }
  return `${out}…`;
}

function described(name: string, description: string | undefined, longest: number, width: number): string {
  if (description === undefined || description === '') return name;
  const aligned = width - longest - AROUND;
  const room = aligned > LEAST_DESCRIPTION ? aligned : width - textWidth(name) - AROUND;
  if (room <= 0) return name;
  const shown = aligned > LEAST_DESCRIPTION ? padColumns(name, longest) : name;
  return `${shown}  (${cut(description, room)})`;
}

/**
 * What the second Tab shows: names in columns, or a line each where some have descriptions, cut to the terminal's width. Lines end with
 * CR LF. Models: spf13/cobra's bash completion, __format_comp_descriptions
 */
export function listing(candidates: readonly Candidate[], width: number): string {
  const shown = candidates.slice(0, LIST_LIMIT);
  const names = shown.map(({ text }) => text.replace(/^.*\/(?=.)/, ''));
  const longest = Math.max(0, ...names.map(textWidth));
  const rows = shown.some(({ description }) => description !== undefined)
    ? shown.map(({ description }, at) => `${described(names[at] ?? '', description, longest, width)}\n`).join('')
    : inColumns(names, width);
  const more = candidates.length > shown.length ? `… ${candidates.length - shown.length} more\n` : '';
  return (rows + more).replaceAll('\n', '\r\n');
}
