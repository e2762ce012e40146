import type { JsonObject } from '../../../cluster/json.ts';
import { record, text } from '../../../cluster/json-readers.ts';
import type { CommandContext } from '../../command.ts';
import { entriesOf, readFile, type Stanza, type StanzaList, stanzaKinds, writeFile } from '../../kubeconfig.ts';

/** The file that a change goes to: the one that holds the thing, else the first that exists, else the last of the list. Models: clientcmd.ModifyConfig */
export function targetFile(context: CommandContext, stanza: Stanza | undefined): string {
  const { files } = context.kubeconfig();
  if (stanza !== undefined) return stanza.file;
  return files.find((file) => context.process.fs.exists(file)) ?? files.at(-1) ?? '';
}

/** Sets a stanza of a kubeconfig file. */
export function setStanza(context: CommandContext, list: StanzaList, name: string, value: JsonObject): void {
  const file = targetFile(context, context.kubeconfig()[list].get(name));
  const config = readFile(context.process, file);
  const others = entriesOf(config, list).filter((entry) => text(entry['name']) !== name);
  writeFile(context.process, file, { ...config, [list]: [...others, { [stanzaKinds[list]]: value, name }] });
}

/** Removes a stanza from the file that holds it; the file's path. */
export function removeStanza(context: CommandContext, list: StanzaList, stanza: Stanza): string {
  const config = readFile(context.process, stanza.file);
  const kept = entriesOf(config, list).filter((entry) => text(entry['name']) !== stanza.name);
  writeFile(context.process, stanza.file, { ...config, [list]: kept });
  return stanza.file;
}

/** Sets the current context in the first file. */
export function setCurrentContext(context: CommandContext, name: string): void {
  const { files } = context.kubeconfig();
  const holder = files.find((file) => text(readFile(context.process, file)['current-context']) !== '');
  const file = holder ?? targetFile(context, undefined);
  writeFile(context.process, file, { ...readFile(context.process, file), 'current-context': name });
}

/** The default file's path, for messages. */
export function defaultFile(context: CommandContext): string {
  return context.kubeconfig().files[0] ?? '';
}

/** A stanza's fields with changes; empty texts remove a field. */
export function changed(
  value: JsonObject | undefined,
  changes: { readonly [field: string]: string | boolean | undefined },
): JsonObject {
  const out: { [field: string]: JsonObject[string] } = { ...record(value) };
  for (const [field, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    if (change === '' || change === false) delete out[field];
    else out[field] = change;
  }
  return out;
}
