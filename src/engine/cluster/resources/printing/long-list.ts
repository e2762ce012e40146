/** The first three of a list, and how many more there are: `a,b,c + 2 more...`. Models: printers/internalversion.listWithMoreString */
export function longList(all: readonly string[], whenEmpty: string): string {
  const shown = all.slice(0, 3).join(',');
  if (all.length > 3) return `${shown} + ${all.length - 3} more...`;
  return shown === '' ? whenEmpty : shown;
}
