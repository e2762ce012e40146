import type { JsonObject } from '../cluster/json.ts';
import { isObject, text } from '../cluster/json-readers.ts';
import { quote } from './go/quote.ts';

/** Ends a command with a message: printed with `error: ` before it unless it begins so already. Models: kubectl/pkg/cmd/util.CheckErr */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}

/** Ends a command with exactly this text on standard error. */
export class VerbatimError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'VerbatimError';
  }
}

/** There is no server to reach: not one that went away, but none at the address. */
export class UnreachableError extends VerbatimError {
  constructor(
    message: string,
    /** `https://127.0.0.1:1` */
    readonly server: string,
    /** What the dialer said. */
    readonly why: string,
  ) {
    super(message);
    this.name = 'UnreachableError';
  }

  /** What became of one request, as Go's client tells it. Models: url.Error */
  asked(verb: string, path: string): string {
    return `${verb} ${quote(this.server + path)}: ${this.why}`;
  }
}

/** Ends a command silently: everything has been said. Models: cmdutil.ErrExit */
export class ExitError extends Error {
  constructor(readonly exitCode = 1) {
    super('exit');
    this.name = 'ExitError';
  }
}

/** Several errors of one run. Models: apimachinery/pkg/util/errors.Aggregate */
export class AggregateFailure extends Error {
  constructor(readonly errors: readonly Error[]) {
    super(aggregateText(errors));
    this.name = 'AggregateFailure';
  }
}

/** What the server refused: the Status object. Models: apimachinery/pkg/api/errors.StatusError */
export class StatusError extends Error {
  constructor(readonly status: JsonObject) {
    super(typeof status['message'] === 'string' ? status['message'] : '');
    this.name = 'StatusError';
  }
  get reason(): string {
    const reason = this.status['reason'];
    return typeof reason === 'string' ? reason : '';
  }
  get code(): number {
    const code = this.status['code'];
    return typeof code === 'number' ? code : 0;
  }
}

/** A mistake in how the command was used, with the hint to its help. `commandPath` is `kubectl create`. Models: cmdutil.UsageErrorf */
export function usageError(commandPath: string, message: string): CommandError {
  return new CommandError(`${message}\nSee '${commandPath} -h' for help and examples`);
}

/** True for an answer "no such object". */
export function isNotFound(error: unknown): error is StatusError {
  return error instanceof StatusError && error.reason === 'NotFound';
}

/** True for an answer "it exists already". */
export function isAlreadyExists(error: unknown): error is StatusError {
  return error instanceof StatusError && error.reason === 'AlreadyExists';
}

/** True for a failed precondition or a lost update. */
export function isConflict(error: unknown): error is StatusError {
  return error instanceof StatusError && error.reason === 'Conflict';
}

/**
 * The same error with where it came from: `error when creating "x.yaml": …`. A refusal of reason Invalid is left as it is in form, since
 * its causes are printed and not its message. Models: cmdutil.AddSourceToErr
 */
export function addSource(verb: string, source: string, error: unknown): Error {
  const asError = error instanceof Error ? error : new Error(String(error));
  if (source === '') return asError;
  const prefix = `error when ${verb} ${quote(source)}: `;
  if (asError instanceof StatusError) {
    return new StatusError({ ...asError.status, message: prefix + asError.message });
  }
  return new CommandError(prefix + asError.message);
}

/** What kubectl prints for an error, and its exit status. Errors that are no failures of the command (bugs, signals) are not for this. */
export function describeError(error: Error): { readonly text: string; readonly exitCode: number } {
  if (error instanceof AggregateFailure) {
    const [only] = error.errors;
    if (only !== undefined && error.errors.length === 1) return describeError(only);
    return { text: error.errors.map((each) => `${messageFor(each)}\n`).join(''), exitCode: 1 };
  }
  if (error instanceof ExitError) return { text: '', exitCode: error.exitCode };
  if (error instanceof VerbatimError) return { text: line(error.message), exitCode: error.exitCode };
  if (error instanceof StatusError && error.reason === 'Invalid')
    return { text: line(invalidText(error)), exitCode: 1 };
  const standard = standardMessage(error);
  if (standard !== undefined) return { text: line(standard), exitCode: 1 };
  const text = error.message.startsWith('error: ') ? error.message : `error: ${error.message}`;
  return { text: line(text), exitCode: error instanceof CommandError ? error.exitCode : 1 };
}

/** One error inside a list of several. Models: cmdutil.messageForError */
export function messageFor(error: Error): string {
  return standardMessage(error) ?? error.message;
}

/** True for errors of the command itself, which are printed; others (a signal, a bug) go on upwards. */
export function isCommandFailure(error: unknown): error is Error {
  return (
    error instanceof CommandError ||
    error instanceof VerbatimError ||
    error instanceof ExitError ||
    error instanceof AggregateFailure ||
    error instanceof StatusError
  );
}

function standardMessage(error: Error): string | undefined {
  if (!(error instanceof StatusError)) return undefined;
  if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
  if (error.reason !== '') return `Error from server (${error.reason}): ${error.message}`;
  return `Error from server: ${error.message}`;
}

function invalidText(error: StatusError): string {
  const details = error.status['details'];
  if (!isObject(details))
    return error.message === '' ? 'The request is invalid' : `The request is invalid: ${error.message}`;
  const causes = Array.isArray(details['causes']) ? details['causes'].filter(isObject) : [];
  const kind = text(details['kind']);
  const name = text(details['name']);
  let head = 'The request is invalid';
  if (kind !== '' || name !== '') head = `The ${kind} ${quote(name)} is invalid`;
  else if (error.message !== '' && causes.length === 0) head += `: ${error.message}`;
  if (causes.length === 0) return head;
  const lines = [...new Set(causes.map((cause) => `${text(cause['field'])}: ${text(cause['message'])}`))];
  return lines.length === 1 ? `${head}: ${lines[0]}` : `${head}: \n${lines.map((each) => `* ${each}`).join('\n')}`;
}

function aggregateText(errors: readonly Error[]): string {
  const messages = [...new Set(errors.map((error) => error.message))];
  return messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;
}

function line(message: string): string {
  return message === '' || message.endsWith('\n') ? message : `${message}\n`;
}
