/** What a journaled line does to the terminals that are open. */
export type ShellChange =
  | { readonly is: 'opened'; readonly terminal: number; readonly columns: number; readonly rows: number }
  | { readonly is: 'closed'; readonly terminal: number }
  /** A terminal that was opened for one thing: its first command says which. */
  | { readonly is: 'named'; readonly terminal: number; readonly title: string };

/** What a shell on a node or in a container is called; undefined for every other command. */
export function shellTitle(line: string): string | undefined {
  const [, node] = /^ssh (\S+)$/.exec(line) ?? [];
  if (node !== undefined) return node;
  const [, pod, container] = /^kubectl exec -it (\S+)(?: -n \S+)?(?: -c (\S+))? -- /.exec(line) ?? [];
  return pod === undefined ? undefined : container === undefined ? pod : `${pod}/${container}`;
}

/**
 * Which terminals a session has, from its journal: they are the same after a reload, on another machine, and in a teacher's replay.
 */
export class OpenShells {
  private readonly fresh = new Set<number>();
  private readonly open = new Set<number>();
  private highest = 0;

  /** A number that no terminal of this session has had. */
  get next(): number {
    return this.highest + 1;
  }

  has(terminal: number): boolean {
    return this.open.has(terminal);
  }

  clear(): void {
    this.fresh.clear();
    this.open.clear();
    this.highest = 0;
  }

  /** Takes one line of the journal. */
  take(line: string): ShellChange | undefined {
    if (!/"do":"(?:open-terminal|close-terminal|run|type)"/.test(line)) return undefined;
    const { input } = JSON.parse(line) as { readonly input: { readonly [name: string]: unknown } };
    const terminal = Number(input['terminal']);
    switch (input['do']) {
      case 'open-terminal':
        this.open.add(terminal);
        this.fresh.add(terminal);
        this.highest = Math.max(this.highest, terminal);
        return { is: 'opened', terminal, columns: Number(input['columns']), rows: Number(input['rows']) };
      case 'close-terminal':
        this.open.delete(terminal);
        return { is: 'closed', terminal };
      default: {
        const title = this.fresh.delete(terminal) && terminal !== 1 ? shellTitle(String(input['line'])) : undefined;
        return title === undefined ? undefined : { is: 'named', terminal, title };
      }
    }
  }
}
