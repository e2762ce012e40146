import { preference } from '../storage/preferences.ts';

/** Virtual milliseconds per wall millisecond at which a session begins. */
export function startSpeed(): number {
  const speed = Number(preference('speed'));
  return [1, 10, 60].includes(speed) ? speed : 1;
}
