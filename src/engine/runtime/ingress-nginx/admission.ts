import type { Process } from '../../shell/process/types.ts';
import { listenAny } from '../web/any-server.ts';
import { respond } from '../web/app.ts';
import type { Ingress } from './types.ts';

/**
 * The controller's webhook: it refuses what the controller would not take, by `check`'s words, and lets every other Ingress pass. What it
 * cannot serve is told in events and the log instead. Models: internal/admission/controller.IngressAdmission
 */
export function listenAdmission(
  process: Process,
  port: number,
  check: (ingress: Ingress) => string | undefined,
): { close(): void } | undefined {
  const { network, clock } = process.machine;
  if (network === undefined) return undefined;
  const refused = respond(400, 'text/plain; charset=utf-8', '');
  const http = {
    network,
    nowMs: () => clock.nowMs(),
    malformed: () => refused,
    answer: (request: { readonly body: string }, _port: number, reply: (answer: typeof refused) => void): void => {
      const asked = requestIn(request.body);
      reply(asked === undefined ? refused : respond(200, 'application/json', JSON.stringify(reviewOf(asked, check))));
    },
  };
  return listenAny(network, { tls: true, http }, port);
}

interface Asked {
  readonly uid: string;
  readonly object: Ingress | undefined;
}

function reviewOf({ uid, object }: Asked, check: (ingress: Ingress) => string | undefined): object {
  const message = object === undefined ? undefined : check(object);
  const status = { status: 'Failure', message, reason: 'BadRequest', code: 400 };
  const response = message === undefined ? { uid, allowed: true } : { uid, allowed: false, status };
  return { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', response };
}

function requestIn(body: string): Asked | undefined {
  try {
    const { request } = JSON.parse(body) as { readonly request?: { readonly uid?: string; readonly object?: Ingress } };
    return request?.uid === undefined ? undefined : { uid: request.uid, object: request.object ?? undefined };
  } catch {
    return undefined;
  }
}
