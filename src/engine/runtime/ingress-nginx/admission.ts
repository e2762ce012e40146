import type { Process } from '../../shell/process/types.ts';
import { listenAny } from '../web/any-server.ts';
import { respond } from '../web/app.ts';

/**
 * The controller's webhook: it lets every Ingress pass, as a real one does whose configuration nginx takes. What it cannot serve is told in
 * events and the log instead. Models: internal/admission/controller.IngressAdmission
 */
export function listenAdmission(process: Process, port: number): { close(): void } | undefined {
  const { network, clock } = process.machine;
  if (network === undefined) return undefined;
  const refused = respond(400, 'text/plain; charset=utf-8', '');
  const http = {
    network,
    nowMs: () => clock.nowMs(),
    malformed: () => refused,
    answer: (request: { readonly body: string }, _port: number, reply: (answer: typeof refused) => void): void => {
      const uid = uidOf(request.body);
      const review = { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', response: { uid, allowed: true } };
      reply(uid === undefined ? refused : respond(200, 'application/json', JSON.stringify(review)));
    },
  };
  return listenAny(network, { tls: true, http }, port);
}

function uidOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { readonly request?: { readonly uid?: string } }).request?.uid;
  } catch {
    return undefined;
  }
}
