import type { Entry, Silence } from '../../cluster/network/traffic.ts';

/** One thing that happened on the way of a request, in order. Objects are named as the map names them: `pods/default/web`. */
export type Hop =
  /** The name was looked up. */
  | {
      readonly is: 'name';
      readonly host: string;
      readonly address: string;
      /** Whose address it is: a node's, an Ingress' (in place of the DNS record that somebody would make for it), the learner's machine. */
      readonly of: string;
    }
  /** Somebody called somebody. */
  | {
      readonly is: 'connection';
      readonly from: string;
      readonly entry: Entry;
      readonly dialled: string;
      /** A node whose port was called, a Service. */
      readonly through: readonly string[];
      readonly to: string | undefined;
      readonly toPort: number | undefined;
      readonly outcome: 'answered' | 'refused' | 'silence';
      readonly why?: Silence;
    }
  /** A port of the learner's machine on which kubectl listens: through the API server and the kubelet into the pod. */
  | {
      readonly is: 'port-forward';
      readonly port: number;
      readonly to: string | undefined;
      readonly toPort: number | undefined;
    }
  /** What an ingress controller made of host and path; without an Ingress none has a rule for them. */
  | {
      readonly is: 'rule';
      readonly host: string;
      readonly path: string;
      readonly ingress: string | undefined;
      readonly service: string | undefined;
    }
  | { readonly is: 'redirect'; readonly status: number; readonly url: string };

/** Why a browser has nothing to show. */
export type Refusal =
  | 'bad-address'
  | 'unknown-name'
  /** An Ingress has the name, and no address yet. */
  | 'no-address-yet'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  /** The connection was taken, and broken off before an answer. */
  | 'reset'
  | 'empty'
  | 'no-http'
  /** Asked for https, and the server speaks none. */
  | 'no-tls'
  /** Asked for https: the certificate is one that no browser trusts. */
  | 'untrusted'
  | 'redirects';

/** What a visit ended with. */
export interface Page {
  /** The address at the end, after redirects. */
  readonly url: string;
  readonly hops: readonly Hop[];
  readonly tookMs: number;
  readonly result:
    | {
        readonly is: 'answer';
        readonly status: number;
        readonly reason: string;
        readonly contentType: string;
        readonly body: string;
        /** The body went on: only its beginning is here. */
        readonly cut: boolean;
      }
    | { readonly is: 'refusal'; readonly why: Refusal };
}

/** An address that leads somewhere now, for the start page of the browser. */
export interface Offer {
  readonly url: string;
  readonly kind: 'node-port' | 'load-balancer' | 'ingress' | 'port-forward';
  /** The Service or Ingress behind it, as the map names it; '' for a port of the learner's machine. */
  readonly object: string;
}
