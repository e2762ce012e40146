import type { KubeObject } from '../json.ts';
import { formatResponse, type HttpRequest } from './http.ts';
import { requestParser } from './http-parser.ts';
import type { Connection } from './types.ts';

/**
 * What a node answers on a Service's `healthCheckNodePort`, so that load balancers find the nodes with endpoints: 200 with how many are on
 * it, 503 without any. Models: pkg/proxy/healthcheck.hcHandler
 */
export function answerHealthCheck(connection: Connection, service: KubeObject, localEndpoints: number): void {
  const { namespace, name } = service.metadata;
  const body = { service: { namespace, name }, localEndpoints, serviceProxyHealthy: true };
  const answer = (_: HttpRequest): void => {
    connection.send(
      formatResponse({
        status: localEndpoints > 0 ? 200 : 503,
        headers: [
          ['Content-Type', 'application/json'],
          ['X-Content-Type-Options', 'nosniff'],
          ['X-Load-Balancing-Endpoint-Weight', String(localEndpoints)],
        ],
        body: JSON.stringify(body, null, '\t'),
      }),
    );
    connection.end();
  };
  const parser = requestParser(answer, () => connection.abort());
  connection.listen({ data: (text) => parser.push(text), end: () => connection.end(), reset: () => {} });
}
