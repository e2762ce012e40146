import { strftime } from '../commands/calendar.ts';
import { baseName } from '../files/paths.ts';
import type { Shell } from '../language/shell.ts';

/** A prompt's text: bash's and ash's backslash sequences, then `$NAME`. dash knows only the latter. */
export function promptText(shell: Shell, name: 'PS1' | 'PS2'): string {
  const text = shell.variables.get(name) ?? (name === 'PS1' ? defaultPrompt(shell) : '> ');
  const backslashes =
    shell.flavour === 'dash'
      ? text
      : text.replace(/\\(\[|\]|[uhHwWsnrte$\\@TAdvVj!#]|[0-7]{3})/g, (_, letter: string) => sequence(shell, letter));
  return backslashes.replace(/\$(?:\{(\w+)\}|(\w+)|\?)/g, (whole, braced?: string, plain?: string) => {
    if (whole === '$?') return String(shell.lastStatus);
    return shell.variables.get(braced ?? plain ?? '') ?? '';
  });
}

function defaultPrompt(shell: Shell): string {
  // as /etc/bash.bashrc of Debian sets it
  if (shell.flavour === 'bash') return '\\u@\\h:\\w\\$ ';
  return shell.flavour === 'ash' ? '\\w \\$ ' : '# ';
}

function sequence(shell: Shell, letter: string): string {
  const { machine, cwd } = shell.process;
  const now = machine.clock.nowMs();
  const user = shell.variables.get('USER') ?? 'root';
  const home = shell.variables.get('HOME');
  const short =
    home !== undefined && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`))
      ? `~${cwd.slice(home.length)}`
      : cwd;
  switch (letter) {
    case 'u':
      return user;
    case 'h':
      return machine.hostname.split('.')[0] ?? '';
    case 'H':
      return machine.hostname;
    case 'w':
      return short;
    case 'W':
      return cwd === home ? '~' : baseName(cwd);
    case 's':
      return baseName(shell.name.replace(/^-/, ''));
    case '$':
      return user === 'root' ? '#' : '$';
    case 't':
      return strftime('%H:%M:%S', now);
    case 'A':
      return strftime('%H:%M', now);
    case 'T':
      return strftime('%I:%M:%S', now);
    case '@':
      return strftime('%I:%M %p', now);
    case 'd':
      return strftime('%a %b %d', now);
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'e':
    case '033':
      return '\x1b';
    case '[':
    case ']':
      return '';
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.15';
    case 'j':
      return String(shell.jobs.list().length);
    case '!':
    case '#':
      return String(shell.history.length + 1);
    case '\\':
      return '\\';
    default:
      return /^[0-7]{3}$/.test(letter) ? String.fromCharCode(Number.parseInt(letter, 8)) : letter;
  }
}
