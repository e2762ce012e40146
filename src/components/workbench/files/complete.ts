import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionStatus,
  moveCompletionSelection,
  pickedCompletion,
  selectedCompletionIndex,
} from '@codemirror/autocomplete';
import { type Extension, Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import type { ManifestCandidate } from '../../../engine/session/manifest/complete.ts';
import type { AskSession } from './ask.ts';
import { helpView } from './help-view.ts';

type Ask = Pick<AskSession, 'complete' | 'help'>;

/** What the reader is told: `required`. */
export interface CompletionTexts {
  readonly required: string;
}

function option(
  candidate: ManifestCandidate,
  at: number,
  help: () => Promise<Node | null>,
  taken: () => void,
): Completion {
  const { text, insert, detail, required, is } = candidate;
  return {
    label: text,
    detail: required ? `${detail} *` : detail,
    type: is === 'field' ? 'property' : 'enum',
    // the session has put them in order
    boost: Math.max(-99, 99 - at),
    info: () => help(),
    apply(view: EditorView, completion, from, to) {
      // a key that is there already keeps its value
      const hasColon = is === 'field' && view.state.doc.sliceString(to, to + 1) === ':';
      const put = hasColon ? text : insert;
      taken();
      view.dispatch({
        changes: { from, to, insert: put },
        selection: { anchor: from + put.length },
        annotations: pickedCompletion.of(completion),
        userEvent: 'input.complete',
        scrollIntoView: true,
      });
    },
  };
}

/** Tab takes the candidate that is chosen, or the first. */
function take(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') return false;
  if ((selectedCompletionIndex(view.state) ?? -1) < 0) moveCompletionSelection(true)(view);
  return acceptCompletion(view);
}

/**
 * Completion of manifests: kinds, fields, values, as the cluster's schemas have them. Tab takes the first, arrows choose; Enter is a new line
 * until one has been chosen, so that who knows what to write just writes.
 */
export function manifestCompletion(ask: Ask, texts: CompletionTexts): Extension {
  /** One candidate was taken: what comes next is offered at once. */
  let goesOn = false;
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const wanted = context.explicit || goesOn;
    goesOn = false;
    const text = context.state.doc.toString();
    const before = context.state.doc.lineAt(context.pos);
    const written = text.slice(before.from, context.pos);
    if (!wanted && !/[\w.-]$|:\s$/.test(written)) return null;
    const found = await ask.complete(text, context.pos);
    if (found === undefined) return null;
    const { from, to } = found;
    const options = found.candidates.map((candidate, at) =>
      option(
        candidate,
        at,
        async () => {
          if (candidate.is === 'value') return null;
          const help = await ask.help(
            text.slice(0, from) + candidate.insert + text.slice(to),
            from + candidate.text.length,
          );
          return help === undefined ? null : helpView(help, texts.required);
        },
        () => {
          goesOn = true;
        },
      ),
    );
    return { from, to: Math.max(to, context.pos), options, validFor: /^[-\w./]*$/ };
  };
  return [
    autocompletion({
      override: [source],
      icons: false,
      selectOnOpen: false,
      // arrows choose at once: they were pressed to do that
      interactionDelay: 0,
      activateOnCompletion: () => goesOn,
      activateOnTypingDelay: 120,
      maxRenderedOptions: 60,
    }),
    Prec.highest(keymap.of([{ key: 'Tab', run: take }])),
  ];
}
