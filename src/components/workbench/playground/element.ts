import { languageOf, texts } from '../../../i18n/text.ts';
import '../styles/playground.css';
import type { SessionPort } from '../session/port.ts';

/** Defines `<skiff-playground>`, which works on the session that the port leads to. Its code is loaded with the first one of a page. */
export function definePlayground(port: SessionPort): void {
  if (customElements.get('skiff-playground') !== undefined) return;
  customElements.define(
    'skiff-playground',
    class extends HTMLElement {
      private begun = false;

      connectedCallback(): void {
        if (this.begun) return;
        this.begun = true;
        const { kind, target, expression, language } = this.dataset;
        void import('./playground.ts').then(
          ({ Playground }) =>
            new Playground(this, port, texts(languageOf(language)), {
              language: kind === 'jq' ? 'jq' : 'jsonpath',
              target: target ?? 'pods',
              query: expression ?? '',
              both: false,
            }),
        );
      }
    },
  );
}
