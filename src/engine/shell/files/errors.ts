import type { FileError, FileErrorCode } from './types.ts';

/** errno names and their texts, as `strerror` prints them. */
const ERRNO_TEXT: { readonly [code in FileErrorCode]: string } = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EROFS: 'Read-only file system',
  EACCES: 'Permission denied',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  ENOSPC: 'No space left on device',
  EINVAL: 'Invalid argument',
};

/**
 * What every file operation throws when it fails. Looking a command up in PATH throws several: it is an
 * Error to `instanceof`, but takes no stack, which is most of what an Error costs.
 */
export class FileFailure implements FileError {
  readonly name = 'FileError';
  readonly message: string;

  constructor(
    readonly code: FileErrorCode,
    readonly path: string,
  ) {
    this.message = ERRNO_TEXT[code];
  }
}

Object.setPrototypeOf(FileFailure.prototype, Error.prototype);

/** The errno text of anything a file operation threw; rethrows what is not a file error. */
export function fileErrorText(error: unknown): string {
  if (error instanceof FileFailure) return error.message;
  throw error;
}

/** What `attempt` gives, or the file error it threw. */
export function tryFile<Result>(attempt: () => Result): { ok: true; value: Result } | { ok: false; error: FileError } {
  try {
    return { ok: true, value: attempt() };
  } catch (error) {
    if (error instanceof FileFailure) return { ok: false, error };
    throw error;
  }
}
