import { isObject, text } from '../../../cluster/json-readers.ts';
import { YamlError, yamlToJson } from '../../yaml/decode.ts';

/** Why a file holds no object: it does not parse, or lacks apiVersion or kind; undefined when it does. Models: validation.ConjunctiveSchema on an edited file */
export function invalidText(file: string): string | undefined {
  try {
    const value = yamlToJson(file);
    if (!isObject(value)) return 'invalid object to validate';
    const missing = ['apiVersion', 'kind']
      .filter((field) => text(value[field]) === '')
      .map((field) => `${field} not set`);
    if (missing.length === 0) return undefined;
    return missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
}
