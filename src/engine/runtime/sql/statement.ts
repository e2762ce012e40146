import type { Cell, Table, Tables } from './tables.ts';

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

class SqlError extends Error {}

const NAME = '[`"]?([\\w.$-]+)[`"]?';

/** The statements of a script: cut at semicolons outside of quotes. */
export function statementsOf(script: string): readonly string[] {
  return (script.replace(/--[^\n]*/g, '').match(/(?:'(?:[^'\\]|\\.|'')*'|"[^"]*"|`[^`]*`|[^;])+/g) ?? [])
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function literal(text: string): Cell {
  const word = text.trim();
  if (/^null$/i.test(word)) return null;
  if (/^-?\d+(?:\.\d+)?$/.test(word)) return Number(word);
  if (/^'.*'$/s.test(word)) return word.slice(1, -1).replace(/''/g, "'").replace(/\\(.)/g, '$1');
  if (/^"[^"]*"$/.test(word)) return word.slice(1, -1);
  if (/^(?:true|false)$/i.test(word)) return /true/i.test(word) ? 1 : 0;
  throw new SqlError(word);
}

/** Parts between commas outside of quotes and brackets. */
function parts(text: string): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === '\\') at += 1;
      else if (letter === quote) quote = '';
    } else if (letter === "'" || letter === '"' || letter === '`') quote = letter;
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    else if (letter === ',' && depth === 0) {
      out.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  out.push(text.slice(from).trim());
  return out;
}

const unquoted = (name: string): string =>
  name
    .trim()
    .replace(/^[`"]|[`"]$/g, '')
    .replace(/^.*\./, '');

type Filter = (row: readonly Cell[]) => boolean;

function where(table: Table, text: string | undefined): Filter {
  if (text === undefined) return () => true;
  const tests = text.split(/\s+and\s+/i).map((test): Filter => {
    const match = /^\(?\s*([`"\w.]+)\s*(=|!=|<>|<=|>=|<|>|\blike\b|\bis\b)\s*([\s\S]+?)\)?$/i.exec(test.trim());
    if (match === null) throw new SqlError(test);
    const at = columnAt(table, match[1] ?? '');
    const operator = (match[2] ?? '').toLowerCase();
    const given = match[3] ?? '';
    if (operator === 'is') return (row) => (row[at] === null) === !/not/i.test(given);
    const value = literal(given);
    if (operator === 'like') {
      const pattern = String(value).toLowerCase().split('%');
      return (row) => matchesLike(String(row[at] ?? '').toLowerCase(), pattern);
    }
    return (row) => compare(row[at] ?? null, value, operator);
  });
  return (row) => tests.every((test) => test(row));
}

function matchesLike(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

function compare(left: Cell, right: Cell, operator: string): boolean {
  if (left === null || right === null) return false;
  const [a, b] = typeof left === 'number' || typeof right === 'number' ? [Number(left), Number(right)] : [left, right];
  if (operator === '=') return a === b;
  if (operator === '!=' || operator === '<>') return a !== b;
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

function columnAt(table: Table, name: string): number {
  const at = table.columns.findIndex((column) => column.name.toLowerCase() === unquoted(name).toLowerCase());
  if (at < 0) throw new SqlError(name);
  return at;
}

/** Runs one statement of the small language that is known; the dialect words the errors. */
export function runStatement(
  sql: string,
  tables: Tables,
  session: SqlSession,
  dialect: Dialect,
  nowText: string,
): SqlResult {
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

function select(match: RegExpExecArray, table: Table): SqlResult {
  const [, fieldText = '', , condition, group, order, direction, limit] = match;
  let rows = table.rows.filter(where(table, condition));
  if (order !== undefined) {
    const at = columnAt(table, order);
    const sign = /desc/i.test(direction ?? '') ? -1 : 1;
    rows = [...rows].sort((a, b) => sign * order2(a[at] ?? null, b[at] ?? null));
  }
  const fields = parts(fieldText);
  const counts = (field: string): boolean => /^count\(.*?\)(?:\s+as\s+\w+)?$/i.test(field);
  const title = (field: string): string =>
    /\sas\s+["`]?(\w+)/i.exec(field)?.[1] ?? (counts(field) ? 'count' : unquoted(field));
  if (fieldText.trim() === '*')
    return { kind: 'rows', columns: table.columns.map(({ name }) => name), rows: limited(rows, limit) };
  if (!fields.some(counts)) {
    const places = fields.map((field) => columnAt(table, field.replace(/\s+as\s+.*$/i, '')));
    return {
      kind: 'rows',
      columns: fields.map(title),
      rows: limited(
        rows.map((row) => places.map((at) => row[at] ?? null)),
        limit,
      ),
    };
  }
  const groups = new Map<string, Cell[][]>();
  const by = group === undefined ? undefined : columnAt(table, group);
  if (by === undefined) groups.set('', []);
  for (const row of rows) {
    const key = by === undefined ? '' : String(row[by]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const out = [...groups.values()].map((members) =>
    fields.map(
      (field): Cell =>
        counts(field) ? members.length : (members[0]?.[columnAt(table, field.replace(/\s+as\s+.*$/i, ''))] ?? null),
    ),
  );
  return { kind: 'rows', columns: fields.map(title), rows: limited(out, limit) };
}

function limited<Row>(rows: readonly Row[], limit: string | undefined): readonly Row[] {
  return limit === undefined ? rows : rows.slice(0, Number(limit));
}

function order2(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
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
