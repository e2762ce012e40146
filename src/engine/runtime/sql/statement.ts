import { select } from './select.ts';
import type { Cell, Table, Tables } from './tables.ts';
import { columnAt, literal, parts, SqlError, unquoted, where } from './values.ts';

/** What differs between servers of the family. */
export interface Dialect {
  readonly version: string;
  /** Names that hold no user tables and are always there. */
  readonly systemDatabases: readonly string[];
  readonly error: {
    noDatabase(name: string): string;
    noTable(database: string, table: string): string;
    exists(name: string): string;
    noneSelected: string;
    notSimulated(sql: string): string;
  };
}

/** Who asks, and where it stands. */
export interface SqlSession {
  readonly user: string;
  database: string | undefined;
}

/** What a statement gave. */
export type SqlResult =
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'done'; readonly affected: number; readonly tag: string }
  | { readonly kind: 'error'; readonly message: string };

/** Longer statements are refused, in characters. */
const LONGEST = 10_000;
const NAME = '[`"]?([\\w.$-]+)[`"]?';

/** The statements of a script: cut at semicolons outside of quotes. */
export function statementsOf(script: string): readonly string[] {
  return (script.replace(/--[^\n]*/g, '').match(/(?:'(?:[^'\\]|\\.|'')*'|"[^"]*"|`[^`]*`|[^;])+/g) ?? [])
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** Runs one statement of the small language that is known; the dialect words the errors. */
export function runStatement(
  sql: string,
  tables: Tables,
  session: SqlSession,
  dialect: Dialect,
  nowText: string,
): SqlResult {
  if (sql.length > LONGEST) return { kind: 'error', message: dialect.error.notSimulated(sql) };
  try {
    return run(sql.trim(), tables, session, dialect, nowText);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return {
      kind: 'error',
      message: error.message.startsWith('ERROR') ? error.message : dialect.error.notSimulated(sql),
    };
  }
}

const done = (tag: string, affected = 0): SqlResult => ({ kind: 'done', tag, affected });

function run(sql: string, tables: Tables, session: SqlSession, dialect: Dialect, nowText: string): SqlResult {
  const { error } = dialect;
  const matched = (pattern: string): RegExpExecArray | null => new RegExp(`^${pattern}$`, 'is').exec(sql);
  const all = (): readonly string[] => [...new Set([...dialect.systemDatabases, ...tables.databases()])].sort();
  const database = (): string => {
    if (session.database === undefined) throw new SqlError(error.noneSelected);
    return session.database;
  };
  const table = (name: string): Table => {
    const found = tables.read(database(), unquoted(name));
    if (found === undefined) throw new SqlError(error.noTable(database(), unquoted(name)));
    return found;
  };
  let match = matched(`show\\s+(databases|schemas|tables)`);
  if (match !== null) {
    const wanted = /tables/i.test(match[1] ?? '');
    return {
      kind: 'rows',
      columns: [wanted ? `Tables_in_${database()}` : 'Database'],
      rows: (wanted ? tables.tables(database()) : all()).map((name) => [name]),
    };
  }
  match = matched(`use\\s+${NAME}`);
  if (match !== null) {
    const name = match[1] ?? '';
    if (!all().includes(name)) throw new SqlError(error.noDatabase(name));
    session.database = name;
    return done('USE');
  }
  match = matched(`create\\s+(?:database|schema)\\s+(if\\s+not\\s+exists\\s+)?${NAME}[^()]*`);
  if (match !== null) {
    const name = match[2] ?? '';
    if (all().includes(name))
      return match[1] === undefined ? { kind: 'error', message: error.exists(name) } : done('CREATE DATABASE', 1);
    tables.create(name);
    return done('CREATE DATABASE', 1);
  }
  match = matched(`drop\\s+(?:database|schema)\\s+(if\\s+exists\\s+)?${NAME}`);
  if (match !== null) {
    const name = match[2] ?? '';
    if (!tables.has(name))
      return match[1] === undefined ? { kind: 'error', message: error.noDatabase(name) } : done('DROP DATABASE');
    tables.drop(name);
    return done('DROP DATABASE');
  }
  match = matched(`create\\s+table\\s+(if\\s+not\\s+exists\\s+)?${NAME}\\s*\\(([\\s\\S]*)\\)[^()]*`);
  if (match !== null) {
    const name = unquoted(match[2] ?? '');
    if (tables.read(database(), name) !== undefined)
      return match[1] === undefined ? { kind: 'error', message: error.exists(name) } : done('CREATE TABLE');
    const columns = parts(match[3] ?? '')
      .filter((part) => !/^(?:primary|unique|foreign|constraint|key|index|check)\b/i.test(part))
      .map((part) => {
        const [column = '', ...type] = part.split(/\s+/);
        return {
          name: unquoted(column),
          type: type.join(' ').toLowerCase(),
          serial: /auto_increment|serial/i.test(part),
        };
      });
    tables.write(database(), name, { columns, rows: [] });
    return done('CREATE TABLE');
  }
  match = matched(`drop\\s+table\\s+(if\\s+exists\\s+)?${NAME}`);
  if (match !== null) {
    const name = unquoted(match[2] ?? '');
    if (match[1] === undefined) table(name);
    if (tables.read(database(), name) !== undefined) tables.remove(database(), name);
    return done('DROP TABLE');
  }
  match = matched(
    `insert\\s+(?:ignore\\s+)?into\\s+${NAME}\\s*(?:\\(([^)]*)\\))?\\s*values\\s*([\\s\\S]*?)(?:\\s+on\\s+(?:conflict|duplicate)[\\s\\S]*)?`,
  );
  if (match !== null)
    return insert(match, table, (content) => tables.write(database(), unquoted(match?.[1] ?? ''), content));
  match = matched(`(?:describe|desc|show\\s+columns\\s+from)\\s+${NAME}`);
  if (match !== null)
    return {
      kind: 'rows',
      columns: ['Field', 'Type'],
      rows: table(match[1] ?? '').columns.map(({ name, type }) => [name, type]),
    };
  match = matched(`update\\s+${NAME}\\s+set\\s+([\\s\\S]+?)(?:\\s+where\\s+([\\s\\S]+))?`);
  if (match !== null) {
    const name = unquoted(match[1] ?? '');
    const content = table(name);
    const filter = where(content, match[3]);
    const sets = parts(match[2] ?? '').map((part) => {
      const [column = '', ...value] = part.split('=');
      return [columnAt(content, column), literal(value.join('='))] as const;
    });
    let affected = 0;
    for (const row of content.rows.filter(filter)) {
      affected += 1;
      for (const [at, value] of sets) row[at] = value;
    }
    tables.write(database(), name, content);
    return done('UPDATE', affected);
  }
  match = matched(`delete\\s+from\\s+${NAME}(?:\\s+where\\s+([\\s\\S]+))?`);
  if (match !== null) {
    const name = unquoted(match[1] ?? '');
    const content = table(name);
    const filter = where(content, match[2]);
    const rows = content.rows.filter((row) => !filter(row));
    tables.write(database(), name, { ...content, rows });
    return done('DELETE', content.rows.length - rows.length);
  }
  match = matched(
    `select\\s+([\\s\\S]+?)\\s+from\\s+${NAME}(?:\\s+where\\s+([\\s\\S]+?))?(?:\\s+group\\s+by\\s+([\\w\`".]+))?(?:\\s+order\\s+by\\s+([\\w\`".]+)(\\s+desc|\\s+asc)?)?(?:\\s+limit\\s+(\\d+))?`,
  );
  if (match !== null) return select(match, table(match[2] ?? ''));
  match = matched('select\\s+([^;]+)');
  if (match !== null) {
    const fields = parts(match[1] ?? '');
    return {
      kind: 'rows',
      columns: fields.map((field) => field.replace(/^.*\sas\s+/i, '')),
      rows: [fields.map((field) => constant(field, session, dialect, nowText))],
    };
  }
  if (
    /^(?:create\s+user|alter\s+user|grant|revoke|flush|set|begin|start\s+transaction|commit|rollback|create\s+(?:unique\s+)?index|lock|unlock)\b/i.test(
      sql,
    )
  )
    return done(sql.split(/\s+/)[0]?.toUpperCase() ?? '');
  throw new SqlError(sql);
}

function insert(match: RegExpExecArray, tableOf: (name: string) => Table, write: (content: Table) => void): SqlResult {
  const content = tableOf(match[1] ?? '');
  const names = match[2] === undefined ? content.columns.map(({ name }) => name) : match[2].split(',');
  const places = names.map((name) => columnAt(content, name));
  let affected = 0;
  for (const group of parts(match[3] ?? '')) {
    const row: Cell[] = content.columns.map(({ serial }) => (serial ? content.rows.length + 1 : null));
    for (const [at, value] of parts(group.replace(/^\(|\)$/g, '')).entries()) {
      const place = places[at];
      if (place !== undefined) row[place] = literal(value);
    }
    content.rows.push(row);
    affected += 1;
  }
  write(content);
  return done('INSERT 0', affected);
}

function constant(field: string, session: SqlSession, dialect: Dialect, nowText: string): Cell {
  const text = field.replace(/\s+as\s+.*$/i, '').trim();
  if (/^(?:@@)?version(?:\(\))?$/i.test(text)) return dialect.version;
  if (/^(?:now\(\)|current_timestamp)$/i.test(text)) return nowText;
  if (/^(?:database\(\)|current_database\(\))$/i.test(text)) return session.database ?? null;
  if (/^(?:user\(\)|current_user(?:\(\))?)$/i.test(text)) return session.user;
  const sum = /^(-?\d+(?:\.\d+)?)\s*([-+*/])\s*(-?\d+(?:\.\d+)?)$/.exec(text);
  if (sum !== null) {
    const [a, b] = [Number(sum[1]), Number(sum[3])];
    return sum[2] === '+' ? a + b : sum[2] === '-' ? a - b : sum[2] === '*' ? a * b : b === 0 ? null : a / b;
  }
  return literal(text);
}
