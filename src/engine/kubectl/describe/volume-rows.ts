import type { Json, JsonObject } from '../../cluster/json.ts';
import { at, flag, goList, object, pairs, text, texts } from './read.ts';

/** One line under a volume: a label and how to read its value. */
export type Row = readonly [label: string, value: (source: JsonObject) => string];

/** How one kind of volume source is described: its sentence and its rows. */
export interface VolumeSource {
  /** The field that holds it. */
  readonly key: string;
  /** What stands after `Type:`. */
  readonly type: string;
  readonly rows: readonly Row[];
}

/** A text field. */
export const get =
  (key: string) =>
  (source: JsonObject): string =>
    text(source, key);
/** A number field; Go prints 0 when it is missing. */
export const zero =
  (key: string) =>
  (source: JsonObject): string =>
    text(source, key) || '0';
/** A boolean field. */
export const yes =
  (key: string) =>
  (source: JsonObject): string =>
    String(flag(source, key));
/** A list field as Go prints it. */
export const words =
  (key: string) =>
  (source: JsonObject): string =>
    goList(texts(source, key));
/** A field that is optional, with what stands for it. */
export const orElse =
  (key: string, otherwise: string) =>
  (source: JsonObject): string =>
    at(source, key) === undefined ? otherwise : text(source, key);
/** A pointer to a reference, as Go prints it. */
export const reference =
  (kind: 'LocalObjectReference' | 'SecretReference') =>
  (source: JsonObject): string => {
    const found = object(source, 'secretRef');
    if (found === undefined) return 'nil';
    const namespace = kind === 'SecretReference' ? `Namespace:${text(found, 'namespace')},` : '';
    return `&${kind}{Name:${text(found, 'name')},${namespace}}`;
  };

/** `FSType`. */
export const fsType: Row = ['FSType', get('fsType')];
/** `ReadOnly`. */
export const readOnly: Row = ['ReadOnly', yes('readOnly')];
/** `Optional`. */
export const optional: Row = ['Optional', yes('optional')];

/** A string map as Go prints it. */
export const map = (value: Json | undefined): string =>
  `map[${pairs(value)
    .map(([key, entry]) => `${key}:${entry}`)
    .join(' ')}]`;
