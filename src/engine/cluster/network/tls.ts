import type { Connection } from './types.ts';

/** What a TLS client says first, and what a TLS server answers. Nothing is encrypted here: only who speaks TLS and who does not is simulated. */
export const CLIENT_HELLO = '\x16\x03\x01\r\n\r\n';
export const SERVER_HELLO = '\x16\x03\x03';

/** What a TLS server answers to plain HTTP. Models: net/http tlsRecordHeaderLooksLikeHTTP */
const PLAIN_HTTP = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';

/** A connection as a server sees it that speaks TLS: `accept` gets it once hands are shaken. */
export function acceptTls(connection: Connection, accept: (connection: Connection) => void): void {
  const heard: { by?: Parameters<Connection['listen']>[0] } = {};
  connection.listen({
    data(text) {
      if (heard.by !== undefined) {
        heard.by.data(text);
        return;
      }
      if (!text.startsWith(CLIENT_HELLO)) {
        connection.send(PLAIN_HTTP);
        connection.end();
        return;
      }
      connection.send(SERVER_HELLO);
      const secured: Connection = {
        local: connection.local,
        remote: connection.remote,
        send: (said) => connection.send(said),
        end: () => connection.end(),
        abort: () => connection.abort(),
        listen: (listener) => {
          heard.by = listener;
        },
      };
      accept(secured);
      const rest = text.slice(CLIENT_HELLO.length);
      if (rest !== '') deliver(heard, rest);
    },
    end: () => (heard.by === undefined ? connection.end() : heard.by.end()),
    reset: () => heard.by?.reset(),
  });
}

function deliver(to: { readonly by?: Parameters<Connection['listen']>[0] }, text: string): void {
  to.by?.data(text);
}
