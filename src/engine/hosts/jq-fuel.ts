import { FUEL, withFuel } from './wasm-fuel.ts';

/** Calls and rounds of loops that one run of jq may take, and more for each character that it is given: some twenty times what reading needs. */
const STEPS = 60_000_000;
const STEPS_PER_CHARACTER = 120;
const MOST_STEPS = 2 ** 31 - 1;

/** What keeps jq from running for ever. */
export interface JqFuel {
  /** Before each run, with the length of what it is given. */
  refill(inputCharacters: number): void;
  isSpent(): boolean;
  /** After a run that was stopped: jq's memory becomes what it was when jq was new. */
  renew(): void;
}

type Instantiated = { readonly module: WebAssembly.Module; readonly instance: WebAssembly.Instance };

/** A stretch of memory, bytes: what is kept of jq's is kept by such. */
const PAGE = 65_536;

interface MemoryPage {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A copy of what a memory holds. Most of jq's is empty when it is new, and takes nothing here. */
function pagesOf(memory: WebAssembly.Memory): readonly MemoryPage[] {
  const pages: MemoryPage[] = [];
  for (let at = 0; at < memory.buffer.byteLength; at += PAGE) {
    const bytes = new Uint8Array(memory.buffer, at, PAGE);
    if (bytes.some((byte) => byte !== 0)) pages.push({ at, bytes: bytes.slice() });
  }
  return pages;
}

/** Over one instance of jq. Take it before the first run. */
function fuelOf({ exports }: WebAssembly.Instance): JqFuel | undefined {
  const {
    memory,
    [FUEL]: fuel,
    emscripten_stack_get_current: stackTop,
    _emscripten_stack_restore: restoreStack,
  } = exports as WebAssembly.Exports & {
    readonly emscripten_stack_get_current?: () => number;
    readonly _emscripten_stack_restore?: (top: number) => void;
  };
  if (!(memory instanceof WebAssembly.Memory) || !(fuel instanceof WebAssembly.Global)) return undefined;
  const steps: WebAssembly.Global = fuel;
  let fresh: readonly MemoryPage[] | undefined;
  let top: number | undefined;
  // For what the module does to make itself ready.
  steps.value = STEPS;
  return {
    refill(inputCharacters) {
      fresh ??= pagesOf(memory);
      top ??= stackTop?.();
      steps.value = Math.min(MOST_STEPS, STEPS + STEPS_PER_CHARACTER * inputCharacters);
    },
    isSpent: () => steps.value === 0,
    renew() {
      const now = new Uint8Array(memory.buffer);
      now.fill(0);
      for (const { at, bytes } of fresh ?? []) now.set(bytes, at);
      // jq-web cannot give its stack back itself without fuel: after a few stopped runs there would be none left.
      steps.value = STEPS;
      if (top !== undefined) restoreStack?.(top);
    },
  };
}

/**
 * Has the next WebAssembly module that is instantiated pay for what it does. jq-web instantiates its own as soon as it is imported, so this
 * comes first. It also keeps the console that it finds then: that it was stopped (`Aborted()`) we say ourselves. `taken` gives the fuel once
 * jq is there, and WebAssembly and the console back as they were.
 */
export function meterJq(): { taken(): JqFuel | undefined } {
  const { instantiate, instantiateStreaming } = WebAssembly;
  let fuel: JqFuel | undefined;
  const metered = async (bytes: Uint8Array, imports?: WebAssembly.Imports): Promise<Instantiated> => {
    const made = await instantiate(withFuel(bytes), imports);
    fuel = fuelOf(made.instance);
    return made;
  };
  const ours = {
    instantiate: (source: ArrayBuffer | Uint8Array, imports?: WebAssembly.Imports) =>
      metered(source instanceof Uint8Array ? source : new Uint8Array(source), imports),
    instantiateStreaming: async (source: Response | PromiseLike<Response>, imports?: WebAssembly.Imports) =>
      metered(new Uint8Array(await (await source).arrayBuffer()), imports),
  };
  const { error: complain } = console;
  console.error = (...words: unknown[]) => {
    if (!String(words[0]).startsWith('Aborted(')) complain(...words);
  };
  Object.assign(WebAssembly, ours);
  return {
    taken() {
      console.error = complain;
      Object.assign(WebAssembly, { instantiate, instantiateStreaming });
      return fuel;
    },
  };
}
