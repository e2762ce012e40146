import type { Terminal } from '@xterm/xterm';

/** How long after Escape the Tab key leaves the terminal, milliseconds. */
const LEAVE_MS = 1_500;

/**
 * Keys that belong to the page and not to the shell: Ctrl+V and Cmd+V paste, Ctrl+C and Cmd+C copy when something is selected,
 * Ctrl/Cmd+Enter checks the lab, and Escape then Tab leaves the terminal, so that a keyboard is not caught in it.
 */
export function pageKeys(terminal: Terminal): (event: KeyboardEvent) => boolean {
  let escapedAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.type !== 'keydown') return true;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && command) return false;
    if (event.key === 'Tab') return event.timeStamp - escapedAt > LEAVE_MS;
    escapedAt = event.key === 'Escape' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (!command) return true;
    const key = event.key.toLowerCase();
    if (key === 'v') return false;
    if (key === 'c' && terminal.hasSelection()) {
      void navigator.clipboard?.writeText(terminal.getSelection()).catch(() => {
        // The browser refuses the clipboard: the selection stays for its own menu.
      });
      if (!event.shiftKey) terminal.clearSelection();
      event.preventDefault();
      return false;
    }
    return !(key === 'c' && event.shiftKey);
  };
}
