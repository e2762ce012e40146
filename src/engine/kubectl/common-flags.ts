import { CommandError } from './errors.ts';
import type { FlagSpec, Flags } from './flags.ts';
import { parseBool } from './flags.ts';

/** `-o` and what goes with it, for commands that print what they changed. Models: genericclioptions.PrintFlags */
export const printFlags: readonly FlagSpec[] = outputFlags(
  '(json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file)',
);

/** Output flags with the list of formats that `-o` names. */
export function outputFlags(formats: string, default_ = ''): readonly FlagSpec[] {
  return [
    { name: 'output', shorthand: 'o', type: 'string', default: default_, usage: `Output format. One of: ${formats}.` },
    {
      name: 'allow-missing-template-keys',
      type: 'bool',
      default: 'true',
      usage:
        'If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.',
    },
    {
      name: 'template',
      type: 'string',
      usage:
        'Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].',
    },
    {
      name: 'show-managed-fields',
      type: 'bool',
      usage: 'If true, keep the managedFields when printing objects in JSON or YAML format.',
    },
  ];
}

/** `--dry-run`. */
export const dryRunFlag: FlagSpec = {
  name: 'dry-run',
  type: 'string',
  default: 'none',
  noOptDefault: 'unchanged',
  usage:
    'Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.',
};

export type DryRun = 'none' | 'client' | 'server';

/** Reads `--dry-run`; a deprecated form is said on standard error. Models: cmdutil.GetDryRunStrategy */
export function dryRunOf(flags: Flags, warn: (text: string) => void): DryRun {
  const value = flags.string('dry-run');
  if (value === 'client' || value === 'server' || value === 'none') return value;
  if (value === 'unchanged') {
    warn('--dry-run is deprecated and can be replaced with --dry-run=client.');
    return 'client';
  }
  const bool = parseBool(value);
  if (bool === undefined) {
    throw new CommandError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
  warn(
    `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${bool ? 'client' : 'none'}.`,
  );
  return bool ? 'client' : 'none';
}

/** `-f`, `-k`, `-R`. `usage` ends the sentence "Filename, directory, or URL to files …". */
export function filenameFlags(usage: string, article: 'the' | 'a' = 'the'): readonly FlagSpec[] {
  return [
    { name: 'filename', shorthand: 'f', type: 'stringSlice', usage },
    {
      name: 'kustomize',
      shorthand: 'k',
      type: 'string',
      usage: `Process ${article} kustomization directory. This flag can't be used together with -f or -R.`,
    },
    {
      name: 'recursive',
      shorthand: 'R',
      type: 'bool',
      usage:
        'Process the directory used in -f, --filename recursively. Useful when you want to manage related manifests organized within the same directory.',
    },
  ];
}

/** `-f` and `-R` of commands that read objects without kustomizations: into folders unless told otherwise. Models: genericclioptions.ResourceBuilderFlags */
export function plainFilenameFlags(usage: string): readonly FlagSpec[] {
  return filenameFlags(usage)
    .filter((flag) => flag.name !== 'kustomize')
    .map((flag) => (flag.name === 'recursive' ? { ...flag, default: 'true' } : flag));
}

/** `--field-manager`. */
export function fieldManagerFlag(manager: string): FlagSpec {
  return {
    name: 'field-manager',
    type: 'string',
    default: manager,
    usage: 'Name of the manager used to track field ownership.',
  };
}

/** `--validate`. */
export const validateFlag: FlagSpec = {
  name: 'validate',
  type: 'string',
  default: 'strict',
  noOptDefault: 'strict',
  usage:
    'Must be one of: strict (or true), warn, ignore (or false). "true" or "strict" will use a schema to validate the input and fail the request if invalid. It will perform server side validation if ServerSideFieldValidation is enabled on the api-server, but will fall back to less reliable client-side validation if not. "warn" will warn about unknown or duplicate fields without blocking the request if server-side field validation is enabled on the API server, and behave as "ignore" otherwise. "false" or "ignore" will not perform any schema validation, silently dropping any unknown or duplicate fields.',
};

/** The server's word for `--validate`. Models: cmdutil.GetValidationDirective */
export function validationOf(flags: Flags): 'Strict' | 'Warn' | 'Ignore' {
  const value = flags.string('validate');
  const bool = parseBool(value);
  if (bool !== undefined) return bool ? 'Strict' : 'Ignore';
  if (value === 'strict') return 'Strict';
  if (value === 'warn') return 'Warn';
  if (value === 'ignore') return 'Ignore';
  throw new CommandError(
    `invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)`,
  );
}

/** `-l`. */
export const selectorFlag: FlagSpec = {
  name: 'selector',
  shorthand: 'l',
  type: 'string',
  usage:
    "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.(e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.",
};

/** `-l`, as commands say it that know less of it. */
export const plainSelectorFlag: FlagSpec = {
  ...selectorFlag,
  usage: "Selector (label query) to filter on, supports '=', '==', and '!='.(e.g. -l key1=value1,key2=value2)",
};

/** `--field-selector`. */
export const fieldSelectorFlag: FlagSpec = {
  name: 'field-selector',
  type: 'string',
  usage:
    "Selector (field query) to filter on, supports '=', '==', and '!='.(e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
};

/** `-A`. */
export const allNamespacesFlag: FlagSpec = {
  name: 'all-namespaces',
  shorthand: 'A',
  type: 'bool',
  usage:
    'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
};

/** `--chunk-size`. */
export const chunkSizeFlag: FlagSpec = {
  name: 'chunk-size',
  type: 'int',
  default: '500',
  usage: 'Return large lists in chunks rather than all at once. Pass 0 to disable.',
};

/** `--save-config`. */
export const saveConfigFlag: FlagSpec = {
  name: 'save-config',
  type: 'bool',
  usage:
    'If true, the configuration of current object will be saved in its annotation. Otherwise, the annotation will be unchanged. This flag is useful when you want to perform kubectl apply on this object in the future.',
};
