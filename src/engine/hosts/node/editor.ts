import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Opens a text in the person's own editor ($VISUAL, $EDITOR, vi) and waits; null when it was left without success. */
export function editInTerminal(path: string, content: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'skiff-edit-'));
  const file = join(folder, basename(path));
  try {
    writeFileSync(file, content);
    const [command = 'vi', ...args] = (process.env['VISUAL'] ?? process.env['EDITOR'] ?? 'vi').split(/\s+/);
    const { status } = spawnSync(command, [...args, file], { stdio: 'inherit' });
    return status === 0 ? readFileSync(file, 'utf8') : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
