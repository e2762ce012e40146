import type { Informers } from '../../client.ts';
import { type DirectoryNode, file, type Owner, putNode } from '../../files.ts';
import type { DownwardApiFile, KeyToPath, Volume, VolumeProjection } from '../../resources/pod/types.ts';
import { type FieldFacts, fieldValue, resourceValue } from '../containers/field-ref.ts';
import { containersOf, type Pod } from '../pod.ts';
import { configMapData, secretData } from './config-source.ts';
import { giveToGroup, tokenUser } from './ownership.ts';

/** The files of a volume made from API objects, by path. */
export type Payload = Map<string, { readonly content: string; readonly mode: number; readonly owner?: Owner }>;

/** What a volume's files are made from. */
export interface PayloadContext {
  readonly informers: Informers;
  readonly pod: Pod;
  readonly facts: FieldFacts;
  /** The service account's token, as the TokenRequest API would give it. */
  readonly token: (audience: string | undefined) => string;
}

const DEFAULT_MODE = 0o644;
/** A token that is given to a user or a group is nobody else's. Models: pkg/volume/projected collectData */
const OWN_MODE = 0o600;

/** Thrown where a volume's source is missing; the message is the cause in the FailedMount event. */
export class VolumeError extends Error {}

/** The files of a configMap, secret, downwardAPI or projected volume; undefined for other kinds. Models: pkg/volume/{configmap,secret,downwardapi,projected} */
export function volumePayload(volume: Volume, context: PayloadContext): Payload | undefined {
  const payload: Payload = new Map();
  if (volume.configMap !== undefined) {
    const { name = '', items, optional, defaultMode } = volume.configMap;
    addKeys(
      payload,
      configMapData(context.informers, context.pod, name),
      { noun: 'configmap', key: 'config', name, items, optional },
      defaultMode,
    );
  } else if (volume.secret !== undefined) {
    const { secretName = '', items, optional, defaultMode } = volume.secret;
    addKeys(
      payload,
      secretData(context.informers, context.pod, secretName),
      { noun: 'secret', key: 'secret', name: secretName, items, optional },
      defaultMode,
    );
  } else if (volume.downwardAPI !== undefined) {
    addDownward(payload, volume.downwardAPI.items, context, volume.downwardAPI.defaultMode);
  } else if (volume.projected !== undefined) {
    for (const source of volume.projected.sources ?? [])
      addProjection(payload, source, context, volume.projected.defaultMode);
  } else return undefined;
  return payload;
}

function addProjection(
  payload: Payload,
  source: VolumeProjection,
  context: PayloadContext,
  defaultMode: number | undefined,
): void {
  if (source.configMap !== undefined) {
    const { name = '', items, optional } = source.configMap;
    addKeys(
      payload,
      configMapData(context.informers, context.pod, name),
      { noun: 'configmap', key: 'config', name, items, optional },
      defaultMode,
    );
  } else if (source.secret !== undefined) {
    const { name = '', items, optional } = source.secret;
    addKeys(
      payload,
      secretData(context.informers, context.pod, name),
      { noun: 'secret', key: 'secret', name, items, optional },
      defaultMode,
    );
  } else if (source.downwardAPI !== undefined) addDownward(payload, source.downwardAPI.items, context, defaultMode);
  else if (source.serviceAccountToken !== undefined) {
    const { path = '', audience } = source.serviceAccountToken;
    const user = tokenUser(context.pod);
    const isGiven = user !== undefined || context.pod.spec.securityContext?.fsGroup !== undefined;
    payload.set(path, {
      content: context.token(audience),
      mode: isGiven ? OWN_MODE : (defaultMode ?? DEFAULT_MODE),
      ...(user === undefined ? {} : { owner: { uid: user, gid: 0 } }),
    });
  }
}

interface KeySource {
  readonly noun: string;
  readonly key: string;
  readonly name: string;
  readonly items: readonly KeyToPath[] | undefined;
  readonly optional: boolean | undefined;
}

function addKeys(
  payload: Payload,
  data: ReadonlyMap<string, string> | undefined,
  source: KeySource,
  defaultMode = DEFAULT_MODE,
): void {
  if (data === undefined) {
    if (source.optional === true) return;
    throw new VolumeError(`${source.noun} "${source.name}" not found`);
  }
  if (source.items === undefined || source.items.length === 0) {
    for (const [key, content] of data) payload.set(key, { content, mode: defaultMode });
    return;
  }
  for (const item of source.items) {
    const content = data.get(item.key ?? '');
    if (content !== undefined) payload.set(item.path ?? '', { content, mode: item.mode ?? defaultMode });
    else if (source.optional !== true) throw new VolumeError(`references non-existent ${source.key} key: ${item.key}`);
  }
}

function addDownward(
  payload: Payload,
  items: readonly DownwardApiFile[] | undefined,
  context: PayloadContext,
  defaultMode = DEFAULT_MODE,
): void {
  for (const item of items ?? []) {
    payload.set(item.path ?? '', { content: downwardContent(item, context), mode: item.mode ?? defaultMode });
  }
}

function downwardContent(item: DownwardApiFile, { pod, facts }: PayloadContext): string {
  const first = containersOf(pod)[0];
  try {
    if (item.fieldRef !== undefined) return fieldValue(pod, item.fieldRef.fieldPath ?? '', facts);
    if (item.resourceFieldRef !== undefined && first !== undefined)
      return resourceValue(pod, first, item.resourceFieldRef, facts);
  } catch (error) {
    throw new VolumeError(error instanceof Error ? error.message : String(error));
  }
  return '';
}

/** Makes the directory hold exactly these files, of a group where one is given; those that are the same stay the same nodes. */
export function writePayload(
  directory: DirectoryNode,
  payload: Payload,
  nowMs: number,
  group: number | undefined,
): void {
  const before = new Map(directory.entries);
  directory.entries.clear();
  for (const [path, { content, mode, owner }] of payload) {
    const made = file(content, nowMs, mode);
    if (owner !== undefined) made.owner = owner;
    if (group !== undefined) giveToGroup(made, group, true);
    const old = path.includes('/') ? undefined : before.get(path);
    const same = old?.type === 'file' && old.content === content && old.mode === made.mode;
    try {
      putNode(directory, path, same ? old : made, nowMs);
    } catch {
      throw new VolumeError(`open ${path}: not a directory`);
    }
  }
  if (group !== undefined) giveToGroup(directory, group, true);
}
