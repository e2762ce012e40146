import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { History } from '../store/history.ts';
import type { Writer } from '../store/version.ts';
import type { Store } from '../store.ts';
import type { DynamicAdmission } from './admission/attributes.ts';
import type { Allocators } from './allocators.ts';
import type { RbacAuthorizer } from './authorization/rbac.ts';
import type { ServiceAccountTokens } from './authorization/service-account-tokens.ts';
import type { Definitions } from './definitions.ts';
import type { UserInfo } from './http.ts';
import type { Ownership, OwnershipReader, Rebased } from './managed-fields/ownership.ts';
import type { Presenter } from './read/presenter.ts';

/** What all parts of one API server share. */
export interface Core {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store;
  readonly history: History;
  readonly definitions: Definitions;
  readonly allocators: Allocators;
  /** Shows objects as the wire has them, with `metadata.managedFields`. */
  readonly presenter: Presenter;
  readonly owners: OwnershipReader;
  readonly authorizer: RbacAuthorizer;
  readonly tokens: ServiceAccountTokens;
  readonly admission: DynamicAdmission;
}

/** How a request wants its write done. */
export interface WriteOptions {
  readonly user: UserInfo;
  readonly writer: Writer;
  readonly dryRun: boolean;
  /** Who owns what after the write, where that does not follow from the change alone (server-side apply). */
  readonly ownership?: Ownership | Rebased;
  warn(text: string): void;
}

const writers = new Map<string, Writer>();

/** One shared value for each manager, operation and subresource. */
export function writerOf(manager: string, operation: Writer['operation'], subresource: string): Writer {
  const key = `${operation} ${subresource} ${manager}`;
  let writer = writers.get(key);
  if (writer === undefined) {
    writer = { manager, operation, subresource };
    writers.set(key, writer);
  }
  return writer;
}

/** The same writer, as one whose writes are not tracked: deletions and the like. */
export function untracked(writer: Writer): Writer {
  return writerOf(writer.manager, 'Untracked', writer.subresource);
}
