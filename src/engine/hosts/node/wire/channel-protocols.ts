import type { WebSocket } from 'ws';
import { encodeBase64 } from '../../../cluster/base64.ts';
import { toBytes } from '../../../cluster/bytes.ts';
import type { JsonObject } from '../../../cluster/json.ts';

/** How the messages of one WebSocket carry channels. Models: streaming/pkg/httpstream/wsstream.Conn */
export interface ChannelProtocol {
  readonly name: string;
  send(client: WebSocket, channel: number, text: string): void;
  /** The channel of a message and its bytes. */
  read(data: Buffer): { readonly channel: number | undefined; readonly payload: Buffer };
  /** The last words on the error channel; undefined where the protocol says nothing. */
  status(status: JsonObject): string | undefined;
}

const binary = {
  send(client: WebSocket, channel: number, text: string): void {
    if (client.readyState === client.OPEN) client.send(Buffer.concat([Buffer.of(channel), toBytes(text)]));
  },
  read: (data: Buffer) => ({ channel: data[0], payload: data.subarray(1) }),
};

const base64 = {
  send(client: WebSocket, channel: number, text: string): void {
    if (client.readyState === client.OPEN) client.send(`${channel}${encodeBase64(text)}`);
  },
  read: (data: Buffer) => ({
    channel: data.length === 0 ? undefined : (data[0] ?? 0) - 0x30,
    payload: Buffer.from(data.subarray(1).toString('latin1'), 'base64'),
  }),
};

// The first versions tell a failure in words, and nothing of a success. Models: cri/streaming/remotecommand.v1WriteStatusFunc
const inWords = (status: JsonObject): string | undefined =>
  status['status'] === 'Success' ? undefined : String(status['message'] ?? '');
const asJson = (status: JsonObject): string => JSON.stringify(status);

/** The protocols of exec and attach, the newest first. */
const PROTOCOLS: readonly ChannelProtocol[] = [
  { name: 'v5.channel.k8s.io', ...binary, status: asJson },
  { name: 'v4.channel.k8s.io', ...binary, status: asJson },
  { name: 'v4.base64.channel.k8s.io', ...base64, status: asJson },
  { name: 'channel.k8s.io', ...binary, status: inWords },
  { name: 'base64.channel.k8s.io', ...base64, status: inWords },
];
const UNNAMED: ChannelProtocol = { name: '', ...binary, status: inWords };

/** The first of the offered protocols that is known, or false: a client that offers none gets the first version of all. */
export function agreedProtocol(offered: ReadonlySet<string>): string | false {
  return [...offered].find((name) => PROTOCOLS.some((known) => known.name === name)) ?? false;
}

/** The protocol that a socket was opened with. */
export function protocolOf(client: WebSocket): ChannelProtocol {
  return PROTOCOLS.find((known) => known.name === client.protocol) ?? UNNAMED;
}
