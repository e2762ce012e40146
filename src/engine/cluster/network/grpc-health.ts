import type { Connection } from './types.ts';

/** How an HTTP/2 client begins, and gRPC with it. */
export const GRPC_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/**
 * gRPC's health protocol. Connections carry text here, so after HTTP/2's preface the call is one line and so is its answer: what
 * matters to who calls (preface, path, service, status) is there, frames and protobuf are not. Models: grpc.health.v1.Health/Check
 */
const CHECK = '/grpc.health.v1.Health/Check';

export type HealthStatus = 'SERVING' | 'NOT_SERVING' | 'UNIMPLEMENTED' | 'NOT_FOUND';

/** Answers a health check by calling `reply` once, now or later. */
export type HealthService = (service: string, reply: (status: HealthStatus) => void) => void;

/** The text of a health check. */
export function healthCheck(service: string): string {
  return `${GRPC_PREFACE}${CHECK} ${JSON.stringify(service)}\r\n`;
}

/** The answer's text. */
export function healthAnswer(status: HealthStatus): string {
  return `SETTINGS\r\ngrpc-health ${status}\r\n`;
}

/** Reads an answer; undefined while it is not whole, `not-grpc` where something else answers. */
export function readHealthAnswer(text: string): HealthStatus | 'not-grpc' | undefined {
  const start = 'SETTINGS\r\n';
  if (!text.startsWith(start.slice(0, text.length))) return 'not-grpc';
  return /^SETTINGS\r\ngrpc-health (\w+)\r\n/.exec(text)?.[1] as HealthStatus | undefined;
}

/** Serves health checks on a connection whose client began with the preface. `arrived`: what it has sent so far. */
export function serveHealth(connection: Connection, arrived: string, answer: HealthService): void {
  const call = /^[\s\S]*?SM\r\n\r\n(\S+) (".*")\r\n/.exec(arrived);
  if (call === null) return;
  const known = call[1] === CHECK;
  const reply = (status: HealthStatus): void => connection.send(healthAnswer(status));
  if (known) answer(String(JSON.parse(call[2] ?? '""')), reply);
  else reply('UNIMPLEMENTED');
}
