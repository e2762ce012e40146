import type { FileSystem } from '../../shell/files/types.ts';

export type Cell = string | number | null;

/** A table: its columns in order, and its rows. */
export interface Table {
  columns: { readonly name: string; readonly type: string; readonly serial: boolean }[];
  rows: Cell[][];
}

/** Databases of a server, kept in files below its data directory: a folder a database, a file a table. What the files hold is what survives. */
export class Tables {
  constructor(
    private readonly fs: FileSystem,
    private readonly root: string,
    /** How a table's file ends: `.ibd`. */
    private readonly suffix: string,
  ) {}

  databases(): readonly string[] {
    return this.fs.exists(this.root)
      ? this.fs.list(this.root).filter((name) => this.fs.isDirectory(`${this.root}/${name}`))
      : [];
  }

  has(database: string): boolean {
    return this.fs.exists(`${this.root}/${database}`);
  }

  create(database: string): void {
    this.fs.makeDirectory(`${this.root}/${database}`, { parents: true });
  }

  drop(database: string): void {
    this.fs.remove(`${this.root}/${database}`, { recursive: true });
  }

  tables(database: string): readonly string[] {
    return this.fs
      .list(`${this.root}/${database}`)
      .filter((name) => name.endsWith(this.suffix))
      .map((name) => name.slice(0, -this.suffix.length));
  }

  read(database: string, table: string): Table | undefined {
    const path = this.path(database, table);
    return this.fs.exists(path) ? (JSON.parse(this.fs.read(path)) as Table) : undefined;
  }

  write(database: string, table: string, content: Table): void {
    this.fs.write(this.path(database, table), JSON.stringify(content));
  }

  remove(database: string, table: string): void {
    this.fs.remove(this.path(database, table));
  }

  private path(database: string, table: string): string {
    return `${this.root}/${database}/${table}${this.suffix}`;
  }
}
