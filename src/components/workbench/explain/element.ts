import '../styles/story.css';
import type { SessionPort } from '../session/port.ts';

/**
 * Defines `<skiff-explain data-object="pod/web">` on the session that the port leads to; `go` shows the moment of a step. Its code is loaded
 * with the first one of a page.
 */
export function defineExplain(port: SessionPort, go: (atMs: number) => void): void {
  if (customElements.get('skiff-explain') !== undefined) return;
  customElements.define(
    'skiff-explain',
    class extends HTMLElement {
      private begun = false;

      connectedCallback(): void {
        if (this.begun) return;
        this.begun = true;
        void import('./in-lesson.ts').then(({ tellStory }) => tellStory(this, port, go));
      }
    },
  );
}
