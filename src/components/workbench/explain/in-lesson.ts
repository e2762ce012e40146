import '../../../i18n/late.ts';
import type { Explanation } from '../../../engine/session/past/explain/step.ts';
import { languageOf, texts } from '../../../i18n/text.ts';
import { h, setText } from '../dom.ts';
import type { SessionPort } from '../session/port.ts';
import { StoryList } from './story-list.ts';

/** It follows its object, but asks at most this often, wall milliseconds. */
const FOLLOW_MS = 500;

/** Puts one story into a lesson: who did what for an object to become what it is. */
export function tellStory(place: HTMLElement, port: SessionPort, go: (atMs: number) => void): void {
  const t = texts(languageOf(place.dataset['language']));
  const object = place.dataset['object'] ?? '';
  const namespace = place.dataset['namespace'];
  const story = new StoryList(t, go);
  const status = h('p', { class: 'wb-note' });
  place.replaceChildren(status, story.element);
  let asking = false;
  let waiting = false;

  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const answer = await port.ask({
      about: 'explain-object',
      object,
      ...(namespace === undefined ? {} : { namespace }),
    });
    asking = false;
    if (!answer.ok) {
      // No session answers yet, or none any more: the words stay.
      if (port.phase.is === 'ready') setText(status, answer.message);
      return;
    }
    const found = answer.value as unknown as Explanation | null;
    story.element.hidden = found === null;
    setText(status, found === null ? t('story.notYet', { object }) : '');
    if (found !== null) story.draw(found);
  };
  const soon = (): void => {
    if (waiting) return;
    waiting = true;
    window.setTimeout(() => {
      waiting = false;
      if (place.isConnected && place.offsetParent !== null) void ask();
    }, FOLLOW_MS);
  };
  port.on('map', soon);
  port.onPhase((phase) => {
    if (phase.is === 'ready') void ask();
    else if (phase.is === 'starting') setText(status, t('wb.play.waiting'));
  });
}
