import { quote } from '../quote.ts';
import type { Shell, ShellOptions } from '../shell.ts';

const LETTERS: { readonly [letter: string]: keyof ShellOptions } = {
  a: 'allexport',
  C: 'noclobber',
  e: 'errexit',
  f: 'noglob',
  m: 'monitor',
  n: 'noexec',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
};

/** Names that are taken and change nothing here. */
const ACCEPTED = new Set([
  'emacs',
  'vi',
  'posix',
  'braceexpand',
  'hashall',
  'histexpand',
  'history',
  'errtrace',
  'functrace',
  'notify',
  'physical',
  'nolog',
  'debug',
  'interactive-comments',
  'onecmd',
  'keyword',
  'privileged',
]);

/** Sets or clears one letter; false when the shell has no such option. */
export function setLetter(shell: Shell, letter: string, on: boolean): boolean {
  const name = LETTERS[letter];
  if (name === undefined) return 'bhBEHTkprt'.includes(letter);
  shell.options[name] = on;
  return true;
}

/** Sets or clears an option by its long name; false when there is none. */
export function setNamed(shell: Shell, name: string, on: boolean): boolean {
  if (name === 'pipefail' && shell.flavour === 'dash') return false;
  if (!Object.hasOwn(shell.options, name)) return ACCEPTED.has(name);
  shell.options[name as keyof ShellOptions] = on;
  return true;
}

/** `set [-+letters] [-+o name] [--] [parameter…]`. */
export function setOptions(shell: Shell, argv: readonly string[]): number {
  const words = argv.slice(1);
  if (words.length === 0) {
    for (const name of shell.variables.names())
      shell.io.stdout.write(`${name}=${quoteValue(shell.variables.get(name) ?? '')}\n`);
    return 0;
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--' || word === '-') {
      shell.positional = words.slice(at + 1);
      return 0;
    }
    if (!/^[-+]./.test(word)) {
      shell.positional = words.slice(at);
      return 0;
    }
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const name = words[++at];
        if (name === undefined) return showOptions(shell, on);
        if (!setNamed(shell, name, on)) return unknown(shell, `${on ? '-' : '+'}o ${name}`, name);
      } else if (!setLetter(shell, letter, on)) return unknown(shell, `${on ? '-' : '+'}${letter}`, undefined);
    }
  }
  return 0;
}

function quoteValue(text: string): string {
  return text === '' || /[^A-Za-z0-9_./:=,@%+-]/.test(text) ? quote(text) : text;
}

function showOptions(shell: Shell, table: boolean): number {
  for (const name of Object.keys(shell.options).sort() as (keyof ShellOptions)[]) {
    const on = shell.options[name];
    shell.io.stdout.write(table ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`);
  }
  return 0;
}

function unknown(shell: Shell, option: string, name: string | undefined): number {
  if (shell.flavour === 'bash') {
    shell.complain(name === undefined ? `set: ${option}: invalid option` : `set: ${name}: invalid option name`);
    return name === undefined ? 2 : 1;
  }
  if (shell.flavour === 'dash') return shell.fail(`set: Illegal option ${option}`, 2);
  return shell.fail(`set: illegal option ${option}`, 2);
}

/** `shopt [-s|-u] name…` (bash). Only `expand_aliases` changes anything. */
export function shopt(shell: Shell, argv: readonly string[]): number {
  if (shell.flavour !== 'bash') {
    shell.complain(shell.wording.notFound('shopt'));
    return 127;
  }
  const on = argv[1] === '-s';
  let status = 0;
  for (const name of argv.slice(1)) {
    if (name.startsWith('-')) continue;
    if (name === 'expand_aliases') shell.expandAliases = on;
    else if (!ACCEPTED_SHOPT.has(name)) {
      shell.complain(`shopt: ${name}: invalid shell option name`);
      status = 1;
    } else if (on && REFUSED_SHOPT.has(name)) {
      shell.complain(`shopt: ${name}: not supported here`);
      status = 1;
    }
  }
  return status;
}

const REFUSED_SHOPT = new Set(['globstar', 'nullglob', 'dotglob', 'failglob', 'nocaseglob', 'nocasematch', 'lastpipe']);
const ACCEPTED_SHOPT = new Set([
  ...REFUSED_SHOPT,
  'checkwinsize',
  'cmdhist',
  'extglob',
  'histappend',
  'autocd',
  'cdspell',
  'progcomp',
  'promptvars',
  'sourcepath',
  'interactive_comments',
  'login_shell',
  'huponexit',
]);
