import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import type { AskSession } from './ask.ts';
import { helpView } from './help-view.ts';

type Ask = Pick<AskSession, 'help'>;

const show = StateEffect.define<Tooltip | null>();

/** What is shown for the cursor; it goes when the text or the cursor moves. */
const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return transaction.docChanged || transaction.selection !== undefined ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

async function tooltipAt(view: EditorView, offset: number, ask: Ask, required: string): Promise<Tooltip | null> {
  const { doc } = view.state;
  const help = await ask.help(doc.toString(), offset);
  if (help === undefined || view.state.doc !== doc) return null;
  return {
    pos: help.from,
    end: help.to,
    above: true,
    create: () => {
      const dom = helpView(help, required);
      dom.setAttribute('role', 'status');
      return { dom };
    },
  };
}

/** What a field is: while one points at it, and for the cursor with F1. Escape puts it away. */
export function manifestHelp(ask: Ask, required: string): Extension {
  return [
    shown,
    hoverTooltip((view, offset) => tooltipAt(view, offset, ask, required), { hoverTime: 350 }),
    keymap.of([
      {
        key: 'F1',
        preventDefault: true,
        run(view) {
          void tooltipAt(view, view.state.selection.main.head, ask, required).then((tooltip) =>
            view.dispatch({ effects: show.of(tooltip) }),
          );
          return true;
        },
      },
      {
        key: 'Escape',
        run(view) {
          if (view.state.field(shown) === null) return false;
          view.dispatch({ effects: show.of(null) });
          return true;
        },
      },
    ]),
  ];
}
