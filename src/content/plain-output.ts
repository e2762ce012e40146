// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it looks for
const CLEARS = /\x1b\[H\x1b\[J|\x1b\[[23]J|\x1b\[\?1049[hl]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
const ESCAPES = /\x1b\[[0-9;?]*[A-Za-z]/g;

/** What a reader of the terminal has before them when a command has ended: the last screen where it cleared it, without colours. */
export function plainOutput(raw: string): string {
  const screens = raw.split(CLEARS).map((screen) =>
    screen
      .replace(ESCAPES, '')
      .replaceAll('\r\n', '\n')
      .split('\n')
      .map((line) => line.slice(line.lastIndexOf('\r') + 1).trimEnd())
      .join('\n'),
  );
  return screens.findLast((screen) => screen.trim() !== '' && screen.trim() !== '^C') ?? screens.join('');
}
