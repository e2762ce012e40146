import type { ExamApp } from '../workbench/exam/app.ts';
import { forgetSheet, hasKeptSheet } from '../workbench/exam/kept-sheet.ts';
import { keepRun, keptRun } from '../workbench/exam/run.ts';
import { readSheet } from '../workbench/exam/sheet.ts';
import { indexedJournals } from '../workbench/storage/indexed-journals.ts';

function find<Wanted extends HTMLElement>(selector: string, kind: new () => Wanted): Wanted {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`this page lacks ${selector}`);
  return element;
}

/** Wires the exam's page; what runs an exam is loaded when one begins or a sheet is checked. */
export function setUpExam(): void {
  const root = find('.exam', HTMLElement);
  const fault = find('.exam .play-fault', HTMLElement);
  const form = find('#exam-form', HTMLFormElement);
  const kept = find('#exam-kept', HTMLElement);
  const recheck = find('#exam-recheck', HTMLElement);
  const last = find('#exam-last', HTMLElement);
  const { base = '/', language, none, failed, giveSure, forgetSure } = root.dataset;
  let loading: Promise<ExamApp> | undefined;

  const say = (text: string): void => {
    fault.textContent = text;
    fault.hidden = text === '';
  };
  const load = async (): Promise<ExamApp> => {
    // The tables of texts would be most of what the page loads.
    const [{ ExamApp: App }, { languageOf }, response] = await Promise.all([
      import('../workbench/exam/app.ts'),
      import('../../i18n/text.ts'),
      fetch(`${base.replace(/\/?$/, '/')}labs/index.json`),
    ]);
    const places = { bar: find('#exam-bar', HTMLElement), result: find('#exam-result', HTMLElement) };
    return new App({ ...places, base, language: languageOf(language) }, await response.json());
  };
  const withApp = async (run: (app: ExamApp) => void | Promise<void>): Promise<void> => {
    say('');
    try {
      loading ??= load();
      const app = await loading;
      for (const part of [form, kept, recheck, last]) part.hidden = true;
      await run(app);
    } catch (error) {
      loading = undefined;
      console.error(error);
      say(failed ?? '');
    }
  };

  const seed = form.elements.namedItem('seed');
  if (seed instanceof HTMLInputElement) seed.value = String(crypto.getRandomValues(new Uint32Array(1))[0]).slice(0, 5);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    const wish = { seed: text('seed'), count: Number(text('count')), minutes: Number(text('minutes')) };
    void withApp((app) => app.begin({ ...wish, student: text('student') }));
  });

  const running = keptRun();
  kept.hidden = running === undefined;
  find('#exam-go-on', HTMLButtonElement).addEventListener('click', () => {
    if (running !== undefined) void withApp((app) => app.goOn(running));
  });
  find('#exam-give-up', HTMLButtonElement).addEventListener('click', () => {
    if (!window.confirm(giveSure)) return;
    keepRun(undefined);
    kept.hidden = true;
  });

  last.hidden = !hasKeptSheet();
  find('#exam-last-show', HTMLButtonElement).addEventListener('click', () => void withApp((app) => app.showKept()));
  find('#exam-last-forget', HTMLButtonElement).addEventListener('click', () => {
    if (!window.confirm(forgetSure)) return;
    void forgetSheet(indexedJournals());
    last.hidden = true;
  });

  const chooser = find('#exam-file', HTMLInputElement);
  find('#exam-choose', HTMLButtonElement).addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', async () => {
    const [file] = chooser.files ?? [];
    chooser.value = '';
    if (file === undefined) return;
    const sheet = readSheet(await file.text());
    if (sheet === undefined) say((none ?? '').replace('{name}', file.name));
    else await withApp((app) => app.recheck(sheet));
  });
}
