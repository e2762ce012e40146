import type { UserInfo } from './http.ts';
import type { Verb } from './subresource.ts';

/** One answered request, for those who keep an audit log. */
export interface AuditEvent {
  /** Virtual time, milliseconds since the Unix epoch. */
  readonly timeMs: number;
  readonly user: UserInfo;
  /** Who is recorded as the writer: `kubectl-create`, `kube-controller-manager`. */
  readonly manager: string;
  readonly verb: Verb;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  /** '' for lists, watches and creations that failed. */
  readonly name: string;
  readonly code: number;
  /** The store's revision after the request. */
  readonly revision: number;
}

export type AuditListener = (event: AuditEvent) => void;
