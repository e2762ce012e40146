import type { JsonObject } from '../../../cluster/json.ts';
import { plain, respond, type ServerApp } from '../../web/app.ts';
import { goFlags, portOf } from '../flags.ts';

const [V1, V2] = ['stable.example.com/v1', 'stable.example.com/v2'];

/** One object in the other version, or why not. Models: agnhost/crd-conversion-webhook/converter/example_converter.go */
function converted(object: JsonObject, to: string): JsonObject | string {
  const from = String(object['apiVersion']);
  if (from === to) return `conversion from a version to itself should not call the webhook: ${to}`;
  const { host, port, hostPort, ...rest } = object;
  if (from === V1 && to === V2) {
    if (hostPort === undefined) return { ...object, apiVersion: to };
    const parts = String(hostPort).split(':');
    if (parts.length !== 2) return `invalid hostPort value \`${String(hostPort)}\``;
    return { ...rest, apiVersion: to, host: parts[0] ?? '', port: parts[1] ?? '' };
  }
  if (from === V2 && to === V1) {
    if (host === undefined && port === undefined) return { ...object, apiVersion: to };
    return { ...rest, apiVersion: to, hostPort: `${String(host ?? '')}:${String(port ?? '')}` };
  }
  return `unexpected conversion version ${JSON.stringify(from === V1 || from === V2 ? to : from)}`;
}

function review(body: string): JsonObject | undefined {
  let request: { readonly uid?: string; readonly desiredAPIVersion?: string; readonly objects?: readonly JsonObject[] };
  let apiVersion: string;
  try {
    const read = JSON.parse(body) as { readonly apiVersion?: string; readonly request?: typeof request };
    if (read.request === undefined) return undefined;
    request = read.request;
    apiVersion = read.apiVersion ?? '';
  } catch {
    return undefined;
  }
  const made = (request.objects ?? []).map((object) => converted(object, request.desiredAPIVersion ?? ''));
  const fault = made.find((each) => typeof each === 'string');
  return {
    kind: 'ConversionReview',
    apiVersion,
    response: {
      uid: request.uid ?? '',
      convertedObjects: fault === undefined ? (made as JsonObject[]) : [],
      result: fault === undefined ? { status: 'Success' } : { status: 'Failure', message: String(fault) },
    },
  };
}

/** `agnhost crd-conversion-webhook`: converts the test kinds of stable.example.com. */
export function conversionApp(words: readonly string[]): ServerApp {
  const { flags } = goFlags(words, ['alsologtostderr']);
  return {
    ports: () => [portOf(flags.get('port'), 443)],
    tls: true,
    answer(request, _process, _port, reply) {
      if (request.path === '/readyz') return reply(plain(200, 'ok'));
      if (request.path !== '/crdconvert') return reply(plain(404, '404 page not found\n'));
      const made = review(request.body);
      return reply(
        made === undefined
          ? plain(400, 'unexpected end of JSON input\n')
          : respond(200, 'application/json', JSON.stringify(made)),
      );
    },
  };
}
