import type { FileSystem } from '../../shell/files/types.ts';
import type { SqlAnswer, SqlCall } from './wire.ts';

/** Who may log in: kept in a file of the data directory, as it was when the directory was made. */
export interface Account {
  readonly user: string;
  readonly password: string;
}

export function readAccounts(fs: FileSystem, path: string): readonly Account[] {
  return fs.exists(path) ? (JSON.parse(fs.read(path)) as readonly Account[]) : [];
}

/** Whether a caller is let in; `trust` asks for no password. */
export function mayEnter(accounts: readonly Account[], call: SqlCall, trust: boolean): boolean {
  const account = accounts.find(({ user }) => user === call.user);
  return account !== undefined && (trust || account.password === (call.password ?? ''));
}

/** An answer that lets nobody in. */
export function refusedWith(message: string): SqlAnswer {
  return { refused: message };
}
