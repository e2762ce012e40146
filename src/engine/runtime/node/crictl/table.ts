const LEAST_WIDTH = 20;
const PADDING = 3;
/** Ids are cut to so many characters. */
const SHORT_ID = 13;

/** Rows under their heads, as crictl's tab writer lays them out. Models: cri-tools/cmd/crictl/display.go */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, at) => Math.max(LEAST_WIDTH, ...all.map((row) => (row[at] ?? '').length + PADDING)));
  return all
    .map((row) => {
      const last = row.length - 1;
      return `${row.map((cell, at) => (at === last ? cell : cell.padEnd(widths[at] ?? 0))).join('')}\n`;
    })
    .join('');
}

export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, SHORT_ID);
}

/** `2 minutes ago`. Models: docker/go-units HumanDuration */
export function ago(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'Less than a second ago';
  if (seconds === 1) return '1 second ago';
  if (seconds < 60) return `${seconds} seconds ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute ago';
  if (minutes < 60) return `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  if (hours === 1) return 'About an hour ago';
  return hours < 48 ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
}

const SIZE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `41.3MB`: three digits that matter. Models: docker/go-units HumanSizeWithPrecision */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < SIZE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))}${SIZE_UNITS[unit]}`;
}
