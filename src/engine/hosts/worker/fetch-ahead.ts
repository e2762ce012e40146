/** How long the first prompt is left alone, wall milliseconds. */
const REST_MS = 1500;
/** Most sessions never ask for these. */
const RARE = /^(?:worker|jq|descriptions)\./;

/** Whether the reader's browser asks to save data: then nothing is fetched before it is needed. */
export function savesData(): boolean {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}

/**
 * Brings the program's other files into the browser's cache, one by one, once the prompt is there: the first command that needs one finds
 * it at hand. A file that does not come is loaded when it is asked for. Nothing is fetched where the reader's browser asks to save data.
 */
export function fetchAhead(files: { readonly [name: string]: string }): void {
  if (savesData()) return;
  setTimeout(async () => {
    for (const [name, address] of Object.entries(files)) {
      if (RARE.test(name)) continue;
      try {
        await (await fetch(address, { priority: 'low' })).arrayBuffer();
      } catch {
        return;
      }
    }
  }, REST_MS);
}
