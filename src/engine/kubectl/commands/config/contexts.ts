import { text } from '../../../cluster/json-readers.ts';
import type { Command, CommandContext } from '../../command.ts';
import { AggregateFailure, CommandError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { helpText } from '../../help.ts';
import { TabWriter } from '../../printers/tab-writer.ts';
import { changed, defaultFile, removeStanza, setCurrentContext, setStanza, targetFile } from './modify.ts';
import { stanzaNames } from './view.ts';

/** `kubectl config current-context`. */
export const currentContext: Command = {
  name: 'current-context',
  use: '[flags]',
  short: 'Display the current-context',
  run(context) {
    const name = context.kubeconfig().currentContext;
    if (name === '') throw new CommandError('current-context is not set');
    context.out(`${name}\n`);
    return 0;
  },
};

/** `kubectl config get-contexts`. Models: kubectl/pkg/cmd/config/get_contexts.go */
export const getContexts: Command = {
  name: 'get-contexts',
  use: '[(-o|--output=)name)]',
  short: 'Describe one or many contexts',
  flags: [
    {
      name: 'no-headers',
      type: 'bool',
      usage: "When using the default or custom-column output format, don't print headers (default print headers).",
    },
    { name: 'output', shorthand: 'o', type: 'string', usage: 'Output format. One of: (name).' },
  ],
  run(context) {
    const { flags, args } = context;
    const output = flags.string('output');
    if (!['', 'name'].includes(output)) {
      throw new CommandError(
        `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
      );
    }
    const config = context.kubeconfig();
    const missing = args.filter((name) => !config.contexts.has(name));
    const names =
      args.length === 0
        ? stanzaNames(context, 'contexts')
        : [...args].filter((name) => config.contexts.has(name)).sort();
    const writer = new TabWriter(context.out);
    if (output === '' && !flags.bool('no-headers')) writer.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n');
    for (const name of names) {
      const value = config.contexts.get(name)?.value ?? {};
      if (output === 'name') writer.write(`${name}\n`);
      else {
        const mark = name === config.currentContext ? '*' : ' ';
        writer.write(
          `${[mark, name, text(value['cluster']), text(value['user']), text(value['namespace'])].join('\t')}\n`,
        );
      }
    }
    writer.flush();
    const errors = missing.map((name) => new CommandError(`context ${name} not found`));
    if (errors.length > 0) throw new AggregateFailure(errors);
    return 0;
  },
};

/** `kubectl config use-context`. */
export const useContext: Command = {
  name: 'use-context',
  aliases: ['use'],
  use: 'CONTEXT_NAME',
  short: 'Set the current-context in a kubeconfig file',
  run(context) {
    const name = oneName(context);
    if (!context.kubeconfig().contexts.has(name))
      throw new CommandError(`no context exists with the name: ${quote(name)}`);
    setCurrentContext(context, name);
    context.out(`Switched to context ${quote(name)}.\n`);
    return 0;
  },
};

/** `kubectl config set-context`. */
export const setContext: Command = {
  name: 'set-context',
  use: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  short: 'Set a context entry in kubeconfig',
  flags: [
    { name: 'cluster', type: 'string', usage: 'cluster for the context entry in kubeconfig' },
    { name: 'current', type: 'bool', usage: 'Modify the current context' },
    { name: 'namespace', shorthand: 'n', type: 'string', usage: 'namespace for the context entry in kubeconfig' },
    { name: 'user', type: 'string', usage: 'user for the context entry in kubeconfig' },
  ],
  run(context) {
    const { flags, args } = context;
    const config = context.kubeconfig();
    if (args.length > 1) throw unexpectedArguments(context);
    if (args.length === 1 && flags.bool('current')) {
      throw new CommandError('you cannot specify both a context name and --current');
    }
    const name = flags.bool('current') ? config.currentContext : (args[0] ?? '');
    if (name === '')
      throw new CommandError(
        flags.bool('current') ? 'no current context is set' : 'you must specify a non-empty context name or --current',
      );
    const existing = config.contexts.get(name);
    const value = changed(existing?.value, {
      cluster: flags.changed('cluster') ? flags.string('cluster') : undefined,
      user: flags.changed('user') ? flags.string('user') : undefined,
      namespace: flags.changed('namespace') ? flags.string('namespace') : undefined,
    });
    setStanza(context, 'contexts', name, value);
    context.out(`Context ${quote(name)} ${existing === undefined ? 'created' : 'modified'}.\n`);
    return 0;
  },
};

/** `kubectl config delete-context`. */
export const deleteContext: Command = {
  name: 'delete-context',
  use: 'NAME',
  short: 'Delete the specified context from the kubeconfig',
  run(context) {
    const name = nameOrHelp(context);
    if (name === undefined) return 0;
    const config = context.kubeconfig();
    const stanza = config.contexts.get(name);
    if (stanza === undefined) throw new CommandError(`cannot delete context ${name}, not in ${defaultFile(context)}`);
    if (config.currentContext === name) {
      context.err(
        'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
      );
    }
    context.out(`deleted context ${name} from ${removeStanza(context, 'contexts', stanza)}\n`);
    return 0;
  },
};

/** `kubectl config rename-context`. */
export const renameContext: Command = {
  name: 'rename-context',
  use: 'CONTEXT_NAME NEW_NAME',
  short: 'Rename a context from the kubeconfig file',
  run(context) {
    const [from = '', to = ''] = context.args;
    if (context.args.length !== 2) throw unexpectedArguments(context);
    const config = context.kubeconfig();
    const stanza = config.contexts.get(from);
    const file = targetFile(context, stanza);
    if (stanza === undefined) throw new CommandError(`cannot rename the context ${quote(from)}, it's not in ${file}`);
    if (config.contexts.has(to)) {
      throw new CommandError(
        `cannot rename the context ${quote(from)}, the context ${quote(to)} already exists in ${file}`,
      );
    }
    removeStanza(context, 'contexts', stanza);
    setStanza(context, 'contexts', to, stanza.value);
    if (config.currentContext === from) setCurrentContext(context, to);
    context.out(`Context ${quote(from)} renamed to ${quote(to)}.\n`);
    return 0;
  },
};

/** The one argument of a command. Throws its usage otherwise. */
export function oneName(context: CommandContext): string {
  const [name, ...more] = context.args;
  if (name === undefined || name === '' || more.length > 0) {
    throw unexpectedArguments(context);
  }
  return name;
}

/** As `oneName`, but without exactly one the help is all there is, and no failure. Models: runDeleteContext and runDeleteCluster */
export function nameOrHelp(context: CommandContext): string | undefined {
  const [name, ...more] = context.args;
  if (name !== undefined && more.length === 0) return name;
  context.out(helpText(context.command, context.commandPath.split(' ')));
  return undefined;
}

/** The help on standard output, and the error. Models: kubectl/pkg/cmd/config.helpErrorf */
export function unexpectedArguments(context: CommandContext): CommandError {
  context.out(helpText(context.command, context.commandPath.split(' ')));
  return new CommandError(`Unexpected args: [${context.args.join(' ')}]`);
}
