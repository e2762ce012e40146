import type { Json } from '../../../engine/cluster/json.ts';
import type { LintFault, LintFinding } from '../../../engine/session/lint.ts';
import type { ManifestCompletion } from '../../../engine/session/manifest/complete.ts';
import type { ManifestHelp } from '../../../engine/session/manifest/hover.ts';
import type { Trial } from '../../../engine/session/manifest/try.ts';
import type { Translate } from '../../../i18n/text.ts';
import type { SessionPort } from '../session/port.ts';
import { inOurWords } from './fault-words.ts';

/** What the editor asks of the session. Each answer is undefined when the session cannot say now. */
export interface AskSession {
  lint(text: string): Promise<readonly LintFault[] | undefined>;
  complete(text: string, offset: number): Promise<ManifestCompletion | undefined>;
  help(text: string, offset: number): Promise<ManifestHelp | undefined>;
  tried(text: string): Promise<readonly Trial[] | undefined>;
}

/** The session's answers are JSON of the shapes that its questions name. */
function shaped<T>(value: Json): T | undefined {
  return (value ?? undefined) as T | undefined;
}

/** The editor's questions over a port; faults come back in the page's words. */
export function askSession(port: SessionPort, t: Translate): AskSession {
  const ask = async <T>(question: Parameters<SessionPort['ask']>[0]): Promise<T | undefined> => {
    const answer = await port.ask(question);
    return answer.ok ? shaped<T>(answer.value) : undefined;
  };
  return {
    lint: async (text) =>
      (await ask<readonly LintFinding[]>({ about: 'lint', text }))?.map((finding) => inOurWords(finding, t)),
    complete: (text, offset) => ask({ about: 'complete', text, offset }),
    help: (text, offset) => ask({ about: 'help', text, offset }),
    tried: (text) => ask({ about: 'try', text }),
  };
}
