// Where a Chromium may be, and how the tests start it. No dependency of its own.
import { existsSync } from 'node:fs';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** The path of an installed Chromium, or undefined: then Playwright's own download is used. */
export const findBrowser = () => candidates.find((path) => path !== undefined && path !== '' && existsSync(path));

/** Quiet and offline: a test browser asks nothing of the network by itself. */
export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
