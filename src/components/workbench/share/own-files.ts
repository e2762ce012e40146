import type { SessionPort } from '../session/port.ts';
import { isPlainPath } from './shared.ts';

/** The learner's files as the session last told them: those that a link can carry. */
export function ownFiles(port: SessionPort): () => { readonly [path: string]: string } | undefined {
  const files = new Map<string, string>();
  port.onBegin(() => files.clear());
  port.on('files', ({ changes }) => {
    for (const { path, content } of changes) {
      if (content === null) files.delete(path);
      else if (isPlainPath(path)) files.set(path, content);
    }
  });
  return () => (files.size === 0 ? undefined : Object.fromEntries(files));
}
