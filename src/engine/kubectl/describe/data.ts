import { base64Bytes, decodeBase64 } from '../../cluster/base64.ts';
import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeName, writeTags } from './head.ts';
import { items, pairs, text } from './read.ts';
import { describeText, field } from './writer.ts';

/** `kubectl describe cm`. Models: kubectl/pkg/describe.ConfigMapDescriber */
export const describeConfigMap: Describer = (configMap, context) =>
  describeText((writer) => {
    writeName(writer, configMap);
    writeTags(writer, configMap);
    writer.write(0, '\nData\n====\n');
    for (const [key, value] of pairs(configMap, 'data')) writer.write(0, `${key}:\n----\n${value}\n\n`);
    writer.write(0, '\nBinaryData\n====\n');
    for (const [key, value] of pairs(configMap, 'binaryData')) writer.write(0, `${key}: ${base64Bytes(value)} bytes\n`);
    writer.write(0, '\n');
    writeEventsOf(writer, context, configMap);
  });

/** `kubectl describe secret`: sizes, and the token of a service account. Models: kubectl/pkg/describe.describeSecret */
export const describeSecret: Describer = (secret) =>
  describeText((writer) => {
    writeName(writer, secret);
    writeTags(writer, secret);
    const type = text(secret, 'type');
    writer.write(0, `\nType:\t${type}\n`);
    writer.write(0, '\nData\n====\n');
    for (const [key, value] of pairs(secret, 'data')) {
      const shown = key === 'token' && type === 'kubernetes.io/service-account-token';
      field(writer, 0, key, shown ? (decodeBase64(value) ?? '') : `${base64Bytes(value)} bytes`);
    }
  });

/** `kubectl describe sa`. Models: kubectl/pkg/describe.describeServiceAccount */
export const describeServiceAccount: Describer = (account, context) =>
  describeText((writer) => {
    writeName(writer, account);
    writeTags(writer, account);
    const heading = 'Image pull secrets:';
    const secrets = items(account, 'imagePullSecrets').map((secret) => text(secret, 'name'));
    if (secrets.length === 0) writer.write(0, `${heading}\t<none>\n`);
    for (const [position, name] of secrets.entries()) {
      writer.write(0, `${position === 0 ? heading : ' '.repeat(heading.length)}\t${name}\n`);
    }
    writeEventsOf(writer, context, account);
  });
