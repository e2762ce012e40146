import { padColumns, textWidth } from './width.ts';

/** Names in as many columns as fit, filled downwards, each row ending with a newline. */
export function columns(names: readonly string[], width: number): string {
  for (let rows = 1; rows <= names.length; rows++) {
    const widths: number[] = [];
    for (let at = 0; at < names.length; at += rows) {
      widths.push(Math.max(...names.slice(at, at + rows).map(textWidth)));
    }
    const total = widths.reduce((sum, column) => sum + column, 0) + 2 * (widths.length - 1);
    if (total > width && rows < names.length) continue;
    let out = '';
    for (let row = 0; row < rows; row++) {
      const cells: string[] = [];
      for (let column = 0; column * rows + row < names.length; column++) {
        const name = names[column * rows + row] ?? '';
        const last = (column + 1) * rows + row >= names.length;
        cells.push(last ? name : padColumns(name, (widths[column] ?? 0) + 2));
      }
      out += `${cells.join('')}\n`;
    }
    return out;
  }
  return '';
}
