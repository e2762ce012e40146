import type { JsonObject } from '../../cluster/json.ts';
import { at, goList, number, object, text, texts } from './read.ts';

/** A probe on one line: `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3`. Models: kubectl/pkg/describe.DescribeProbe */
export function describeProbe(probe: JsonObject): string {
  const attributes = [
    `delay=${number(probe, 'initialDelaySeconds')}s`,
    `timeout=${number(probe, 'timeoutSeconds')}s`,
    `period=${number(probe, 'periodSeconds')}s`,
    `#success=${number(probe, 'successThreshold')}`,
    `#failure=${number(probe, 'failureThreshold')}`,
  ].join(' ');
  if (object(probe, 'exec') !== undefined) return `exec ${goList(texts(probe, 'exec', 'command'))} ${attributes}`;
  const http = object(probe, 'httpGet');
  if (http !== undefined) return `http-get ${httpUrl(http)} ${attributes}`;
  const tcp = object(probe, 'tcpSocket');
  if (tcp !== undefined) return `tcp-socket ${text(tcp, 'host')}:${text(tcp, 'port')} ${attributes}`;
  if (object(probe, 'grpc') !== undefined) {
    return `grpc <pod>:${number(probe, 'grpc', 'port')} ${text(probe, 'grpc', 'service')} ${attributes}`;
  }
  return `unknown ${attributes}`;
}

function httpUrl(http: JsonObject): string {
  const host = text(http, 'host');
  const port = at(http, 'port') === undefined ? '0' : text(http, 'port');
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const path = escapePath(text(http, 'path'));
  return `${text(http, 'scheme').toLowerCase()}://${authority}${path === '' || path.startsWith('/') ? path : `/${path}`}`;
}

/** Characters that Go's net/url leaves alone in a path stand; others are percent-encoded. */
function escapePath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}
