const two = (n: number): string => String(n).padStart(2, '0');

/** A moment of the cluster's clock as it shows it: `14:03:07`, in UTC as Kubernetes writes times. */
export function clockText(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

/** How long something has lasted: `2:07`, `1:02:07`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
