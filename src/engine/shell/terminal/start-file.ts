import type { Shell } from '../language/shell.ts';

/** `alias ll='ls -l'`, `PS1='\w $ '`: a name and a text in which nothing is expanded. */
const SETTING = /^(alias )?([A-Za-z_]\w*)=(?:'([^']*)'|([\w./:-]*))$/;

/**
 * Carries out a start file that only sets variables and aliases, as those that Skiff's own machines come with do, without the language.
 * False, and nothing is done, when there is more in it.
 */
export function applySettings(shell: Shell, text: string): boolean {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const settings = lines.map((line) => SETTING.exec(line));
  const plain = settings.every(
    (found) => found !== null && (found[1] !== undefined || isOrdinary(shell, found[2] ?? '')),
  );
  if (!plain) return false;
  for (const found of settings) {
    const name = found?.[2] ?? '';
    const value = found?.[3] ?? found?.[4] ?? '';
    shell.process.step();
    if (found?.[1] !== undefined) shell.aliases.set(name, value);
    else shell.variables.set(name, value);
  }
  return true;
}

function isOrdinary(shell: Shell, name: string): boolean {
  const variable = shell.variables.variable(name);
  return variable === undefined || (variable.integer !== true && variable.readOnly !== true);
}
