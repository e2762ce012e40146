/** A shell variable. Never changed in place: a subshell shares it. */
export interface Variable {
  readonly value: string;
  readonly exported: boolean;
  readonly readOnly: boolean;
  readonly integer?: boolean;
  /** An array's elements by index (or by key); `value` then is element 0. */
  readonly items?: ReadonlyMap<string, string>;
  readonly associative?: boolean;
}

/** Thrown where a read-only variable is assigned to. */
export class ReadOnlyVariable {
  constructor(readonly variable: string) {}
}

/** A shell's variables: a map, the values that `local` hides, and the environment for programs, made when it is asked for. */
export class Variables {
  private environment: ReadonlyMap<string, string> | undefined;
  private readonly scopes: Map<string, Variable | undefined>[] = [];

  constructor(private readonly map: Map<string, Variable>) {}

  /** The variables a shell starts with: its environment. */
  static fromEnvironment(env: ReadonlyMap<string, string>): Variables {
    const map = new Map<string, Variable>();
    for (const [name, value] of env) if (isName(name)) map.set(name, { value, exported: true, readOnly: false });
    return new Variables(map);
  }

  /** A copy for a subshell. */
  fork(): Variables {
    return new Variables(new Map(this.map));
  }

  get(name: string): string | undefined {
    const variable = this.map.get(name);
    if (variable === undefined) return undefined;
    return variable.items === undefined ? variable.value : variable.items.get('0');
  }

  variable(name: string): Variable | undefined {
    return this.map.get(name);
  }

  names(): readonly string[] {
    return [...this.map.keys()].sort();
  }

  set(name: string, value: string): void {
    const before = this.map.get(name);
    if (before === undefined) {
      this.map.set(name, { value, exported: false, readOnly: false });
      return;
    }
    if (before.items !== undefined) this.setItem(name, '0', value);
    else this.put(name, { ...before, value });
  }

  setItem(name: string, key: string, value: string): void {
    const before = this.map.get(name) ?? UNSET;
    const items = new Map(before.items ?? (before.value === '' ? [] : [['0', before.value] as const]));
    items.set(key, value);
    this.put(name, { ...before, items });
  }

  setItems(name: string, items: ReadonlyMap<string, string>, associative = false): void {
    this.put(name, { ...(this.map.get(name) ?? UNSET), items, associative });
  }

  /** Sets marks (exported, read-only) and leaves the value. */
  mark(name: string, marks: Partial<Pick<Variable, 'exported' | 'readOnly' | 'integer' | 'associative'>>): void {
    const before = this.map.get(name) ?? UNSET;
    this.environment = undefined;
    this.map.set(name, { ...before, ...marks });
  }

  unset(name: string): void {
    const before = this.map.get(name);
    if (before?.readOnly === true) throw new ReadOnlyVariable(name);
    if (before?.exported === true) this.environment = undefined;
    this.map.delete(name);
  }

  unsetItem(name: string, key: string): void {
    const before = this.map.get(name);
    if (before?.items === undefined) return;
    const items = new Map(before.items);
    items.delete(key);
    this.put(name, { ...before, items });
  }

  /** Opens a function's scope. */
  enter(): void {
    this.scopes.push(new Map());
  }

  /** Closes it: what `local` hid comes back. */
  leave(): void {
    for (const [name, before] of this.scopes.pop() ?? []) this.restore(name, before);
  }

  /** Hides a variable until the function ends; false outside functions. */
  local(name: string): boolean {
    const scope = this.scopes.at(-1);
    if (scope === undefined) return false;
    const before = this.map.get(name);
    if (before?.readOnly === true) throw new ReadOnlyVariable(name);
    if (!scope.has(name)) {
      scope.set(name, before);
      if (before !== undefined) this.restore(name, undefined);
    }
    return true;
  }

  /** Puts a variable back as it was, read-only or not. */
  restore(name: string, before: Variable | undefined): void {
    this.environment = undefined;
    if (before === undefined) this.map.delete(name);
    else this.map.set(name, before);
  }

  /** What programs get. */
  exported(): ReadonlyMap<string, string> {
    if (this.environment === undefined) {
      const environment = new Map<string, string>();
      for (const [name, variable] of this.map) {
        if (variable.exported && variable.items === undefined) environment.set(name, variable.value);
      }
      this.environment = environment;
    }
    return this.environment;
  }

  private put(name: string, variable: Variable): void {
    if (variable.readOnly) throw new ReadOnlyVariable(name);
    if (variable.exported) this.environment = undefined;
    this.map.set(name, variable);
  }
}

const UNSET: Variable = { value: '', exported: false, readOnly: false };

/** True for what can name a variable. */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}
