import { busyboxApplets, coreutils, dnsTools, networkTools, shells } from '../../shell/commands/registry.ts';
import type { Programs } from '../../shell/process/executable.ts';
import type { Program } from '../../shell/process/types.ts';

/** A function of an image's tag, worked out once a tag. */
export function once<Value>(make: (tag: string) => Value): (tag: string) => Value {
  const made = new Map<string, Value>();
  return (tag) => {
    const known = made.get(tag);
    if (known !== undefined) return known;
    const value = make(tag);
    made.set(tag, value);
    return value;
  };
}

function withShells(
  base: ReadonlyMap<string, Program>,
  names: { readonly [name: string]: string },
): ReadonlyMap<string, Program> {
  const all = new Map(base);
  for (const [name, shell] of Object.entries(names)) {
    const program = shells.get(shell);
    if (program !== undefined) all.set(name, program);
  }
  return all;
}

/** What a Debian image has: dash as `sh`, bash, GNU's tools. */
export const debianTools = withShells(coreutils, { sh: 'dash', dash: 'dash', bash: 'bash' });

/** The same with curl: nginx' image, and those that people take to call something. */
export const debianToolsWithCurl = new Map([...debianTools, ...[...networkTools].filter(([name]) => name === 'curl')]);

/** What a busybox image has: ash as `sh`, and the applets. */
export const busyboxTools = withShells(busyboxApplets, { sh: 'ash', ash: 'ash' });

/** What agnhost brings besides Alpine's: curl, OpenBSD's nc, and BIND's tools. */
export const agnhostTools = new Map([...busyboxTools, ...networkTools, ...dnsTools]);

/** Debian with the tools of `dnsutils`. */
export const dnsutilsTools = new Map([...debianTools, ...networkTools, ...dnsTools]);

/** A look-up through an image's own programs, then those of its base. */
export function programsOf(
  base: ReadonlyMap<string, Program>,
  own: { readonly [name: string]: Program } = {},
): Programs {
  const table = new Map(Object.entries(own));
  return (name) => table.get(name) ?? base.get(name);
}
