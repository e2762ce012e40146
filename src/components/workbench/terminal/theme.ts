import type { ITheme } from '@xterm/xterm';

/** The terminal's colours on the site's dark and light grounds; every colour keeps 4.5 : 1 on its ground. */
export const terminalThemes: { readonly [theme in 'dark' | 'light']: ITheme } = {
  dark: {
    background: '#0b1722',
    foreground: '#dfe9ec',
    cursor: '#ff8f5e',
    cursorAccent: '#0b1722',
    selectionBackground: '#2a4a5e',
    black: '#5b707d',
    red: '#ff8b8b',
    green: '#5ad19a',
    yellow: '#f2c35b',
    blue: '#7cb7ff',
    magenta: '#d9a3f5',
    cyan: '#6fd3d6',
    white: '#dfe9ec',
    brightBlack: '#93a7b2',
    brightRed: '#ffaaaa',
    brightGreen: '#85e3b8',
    brightYellow: '#f9d98d',
    brightBlue: '#a5ceff',
    brightMagenta: '#e7c3fb',
    brightCyan: '#9fe0e1',
    brightWhite: '#ffffff',
  },
  light: {
    background: '#fcfcfa',
    foreground: '#1b3042',
    cursor: '#c23f15',
    cursorAccent: '#fcfcfa',
    selectionBackground: '#bfdfe0',
    black: '#1b3042',
    red: '#b42335',
    green: '#14764c',
    yellow: '#8a5a00',
    blue: '#1d5fb4',
    magenta: '#8a3ba8',
    cyan: '#0a6a72',
    white: '#566a7a',
    brightBlack: '#566a7a',
    brightRed: '#9c1c2c',
    brightGreen: '#0f6540',
    brightYellow: '#754c00',
    brightBlue: '#174f97',
    brightMagenta: '#75308f',
    brightCyan: '#084a51',
    brightWhite: '#0e2233',
  },
};

/** The theme of the page now. */
export function pageTheme(): 'dark' | 'light' {
  return document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark';
}

/** Calls back when the reader switches the page's theme. */
export function onThemeChange(run: () => void): () => void {
  const observer = new MutationObserver(run);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
