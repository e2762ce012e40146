import { describe, expect, test } from 'vitest';
import { formatRequest, formatResponse, header } from '../../../../src/engine/cluster/network/http.ts';
import { requestParser, responseParser } from '../../../../src/engine/cluster/network/http-parser.ts';

function readResponse(method: string, pieces: readonly string[], closed = false) {
  const seen: string[] = [];
  const parser = responseParser(method, {
    head: (head) => seen.push(`head ${head.status} ${head.reason}`),
    data: (text) => seen.push(`data ${text}`),
    end: () => seen.push('end'),
    error: (message) => seen.push(`error ${message}`),
  });
  for (const piece of pieces) parser.push(piece);
  if (closed) parser.end();
  return seen;
}

describe('the HTTP/1.1 codec', () => {
  test('a request without a body has no length', () => {
    expect(formatRequest({ method: 'GET', target: '/', headers: [['Host', 'web']] })).toBe(
      'GET / HTTP/1.1\r\nHost: web\r\n\r\n',
    );
  });

  test('lengths count UTF-8 bytes', () => {
    expect(formatResponse({ status: 200, headers: [], body: '안녕' })).toContain('Content-Length: 6');
  });

  test('a response is read however it is cut', () => {
    const text = formatResponse({ status: 200, headers: [], body: 'héllo😀' });
    const seen = readResponse('GET', [...text].concat());
    expect(seen[0]).toBe('head 200 OK');
    expect(
      seen
        .filter((line) => line.startsWith('data '))
        .map((line) => line.slice(5))
        .join(''),
    ).toBe('héllo😀');
    expect(seen.at(-1)).toBe('end');
  });

  test('chunks are joined and trailers skipped', () => {
    const seen = readResponse('GET', [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=1\r\n world\r\n0\r\nX: y\r\n\r\n',
    ]);
    expect(seen).toEqual(['head 200 OK', 'data hello', 'data  world', 'end']);
  });

  test('without a length the body ends with the connection', () => {
    expect(readResponse('GET', ['HTTP/1.0 200 OK\r\n\r\n', 'a', 'b'], true)).toEqual([
      'head 200 OK',
      'data a',
      'data b',
      'end',
    ]);
  });

  test('HEAD, 204 and 304 have no body', () => {
    expect(readResponse('HEAD', ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'])).toEqual(['head 200 OK', 'end']);
    expect(readResponse('GET', ['HTTP/1.1 204 No Content\r\n\r\n'])).toEqual(['head 204 No Content', 'end']);
  });

  test('a broken answer is an error, not a hang', () => {
    expect(readResponse('GET', ['SSH-2.0-OpenSSH\r\n\r\n'])).toEqual(['error malformed first line']);
    expect(readResponse('GET', ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'], true).at(-1)).toBe(
      'error unexpected EOF',
    );
  });

  test('requests follow one another on one connection', () => {
    const seen: string[] = [];
    const parser = requestParser(
      (request) => seen.push(`${request.method} ${request.target} ${header(request.headers, 'host')} ${request.body}`),
      (message) => seen.push(`error ${message}`),
    );
    parser.push('GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nhost: y\r\nContent-Length: 2\r\n\r\nhi');
    expect(seen).toEqual(['GET /a x ', 'POST /b y hi']);
  });
});
