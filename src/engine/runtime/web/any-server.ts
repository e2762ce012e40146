import { GRPC_PREFACE, type HealthService, serveHealth } from '../../cluster/network/grpc-health.ts';
import { formatResponse } from '../../cluster/network/http.ts';
import { CLIENT_HELLO, SERVER_HELLO } from '../../cluster/network/tls.ts';
import type { Connection, NetworkNamespace } from '../../cluster/network/types.ts';
import { type HttpService, serveHttp } from './http-server.ts';

/** What a port speaks: any of these, told apart by how the client begins. */
export interface AnyService {
  /** Answers HTTP/1. */
  readonly http?: HttpService;
  /** Answers gRPC health checks. */
  readonly health?: HealthService;
  /** Shakes hands with a client that begins with TLS, and goes on. */
  readonly tls?: boolean;
}

const METHOD = /^[A-Z]+ \S/;

function accept(service: AnyService, port: number, connection: Connection): void {
  let arrived = '';
  connection.listen({
    data(text) {
      arrived += text;
      if (service.tls === true && arrived.startsWith(CLIENT_HELLO)) {
        connection.send(SERVER_HELLO);
        arrived = arrived.slice(CLIENT_HELLO.length);
        if (arrived === '') return;
      }
      if (service.health !== undefined && arrived.startsWith(GRPC_PREFACE.slice(0, arrived.length))) {
        serveHealth(connection, arrived, service.health);
        return;
      }
      if (service.http !== undefined && /\n/.test(arrived) && !METHOD.test(arrived)) {
        const { status, headers, body } = service.http.malformed();
        connection.send(formatResponse({ status, headers: [...headers, ['Connection', 'close']], body }));
        connection.end();
        return;
      }
      if (service.http !== undefined && METHOD.test(arrived)) serveHttp(service.http, port, connection, arrived);
    },
    end: () => connection.end(),
    reset() {},
  });
}

/** Binds a port; a client that speaks nothing that is served is connected and never answered. Undefined when the port is in use. */
export function listenAny(network: NetworkNamespace, service: AnyService, port: number): { close(): void } | undefined {
  return network.listen(port, (connection) => accept(service, port, connection));
}
