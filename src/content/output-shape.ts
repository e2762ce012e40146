/**
 * Whether an output is prose, a message or JSON rather than a table: its lines may be wrapped as a terminal wraps them. A table's may not,
 * or its columns would be lost. Columns are told by three spaces within a line.
 */
export function isProse(output: string): boolean {
  return !/\S {3,}\S/.test(output);
}
