import { ANOTHER } from '../workbench/session/beginning.ts';
import { LinkError } from '../workbench/share/codec.ts';
import { isPlainPath, type Shared, sharedIn } from '../workbench/share/shared.ts';
import { indexedJournals } from '../workbench/storage/indexed-journals.ts';
import { openFullBench } from './full-bench.ts';

const LARGEST_FILE = 500_000;
/** Set while a playground is open in this tab, so that a reload goes on with it: `play` or `shared/03-pods`. */
const OPEN = 'skiff:play-open';

const isManifest = (path: string): boolean => /\.(ya?ml|json)$/.test(path);

function find<Wanted extends HTMLElement>(selector: string, kind: new () => Wanted): Wanted {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`this page lacks ${selector}`);
  return element;
}

function fill(text: string | undefined, values: Readonly<Record<string, string | number>>): string {
  return (text ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Remembers what this tab has open; where storage is blocked a reload comes back to the form. */
function remember(open: string | undefined): void {
  try {
    if (open === undefined) sessionStorage.removeItem(OPEN);
    else sessionStorage.setItem(OPEN, open);
  } catch {
    // Nothing depends on it.
  }
}

function remembered(): string | undefined {
  try {
    return sessionStorage.getItem(OPEN) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The page's form: what to bring, and what a link brought. */
class PlayPage {
  private readonly root = find('.play', HTMLElement);
  private readonly fault = find('.play-fault', HTMLElement);
  private readonly brought = new Map<string, string>();

  constructor() {
    const form = find('#play-form', HTMLFormElement);
    const chooser = find('#play-file', HTMLInputElement);
    find('#play-choose', HTMLButtonElement).addEventListener('click', () => chooser.click());
    chooser.addEventListener('change', () => {
      void this.bring([...(chooser.files ?? [])]);
      chooser.value = '';
    });
    for (const name of ['dragenter', 'dragover'] as const)
      form.addEventListener(name, (event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        form.dataset['dropping'] = '';
      });
    form.addEventListener('dragleave', () => delete form.dataset['dropping']);
    form.addEventListener('drop', (event) => {
      delete form.dataset['dropping'];
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void this.bring(files);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const data = new FormData(form, event.submitter);
      const yaml = String(data.get('yaml') ?? '');
      const files = { ...(yaml.trim() === '' ? {} : { 'app.yaml': yaml }), ...Object.fromEntries(this.brought) };
      const apply = data.get('apply') === null ? [] : Object.keys(files).filter(isManifest);
      remember('play');
      const shows = data.get('shows') === 'query' ? { shows: 'query' as const } : {};
      const nodes = Number(data.get('nodes'));
      void openFullBench({ from: 'nothing', place: { kind: 'play' }, nodes, files, apply, ...shows });
    });
    find('#play-go-on', HTMLButtonElement).addEventListener('click', () => this.goOn());
    document.addEventListener(ANOTHER, () => {
      remember(undefined);
      location.assign(location.pathname);
      if (location.hash !== '') location.reload();
    });
  }

  /** What a link carries is shown first; without one the playground of this tab goes on. */
  async start(): Promise<void> {
    try {
      const shared = await sharedIn(location.hash);
      if (shared !== undefined) this.offer(shared);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      const { broken, tooBig, newer } = this.root.dataset;
      this.say({ broken, 'too-big': tooBig, newer }[error.why] ?? '');
    }
    if (location.hash === '' || location.hash === '#') {
      const open = remembered();
      if (open === 'play') return this.goOn();
      if (open?.startsWith('shared') === true) {
        const lab = open.slice('shared/'.length);
        return void openFullBench({ from: 'kept', place: { kind: 'shared', lab: lab === '' ? undefined : lab } });
      }
    }
    const lines = await indexedJournals()
      .read('play/free')
      .catch(() => []);
    const isKept = lines.length > 2;
    find('#play-kept', HTMLElement).hidden = !isKept;
    find('#play-replaces', HTMLElement).hidden = !isKept;
  }

  private goOn(): void {
    remember('play');
    void openFullBench({ from: 'kept', place: { kind: 'play' } });
  }

  private say(text: string): void {
    this.fault.textContent = text;
    this.fault.hidden = text === '';
  }

  private async bring(files: readonly File[]): Promise<void> {
    this.say('');
    for (const file of files) {
      const content = file.size <= LARGEST_FILE ? await file.text() : '\0';
      if (!isPlainPath(file.name) || content.includes('\0'))
        this.say(fill(this.root.dataset['refused'], { name: file.name }));
      else this.brought.set(file.name, content);
    }
    this.drawBrought();
  }

  private drawBrought(): void {
    const list = find('.brought', HTMLUListElement);
    list.hidden = this.brought.size === 0;
    list.replaceChildren(
      ...[...this.brought.keys()].map((name) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = `${name} ✕`;
        button.setAttribute('aria-label', fill(this.root.dataset['remove'], { name }));
        button.addEventListener('click', () => {
          this.brought.delete(name);
          this.drawBrought();
        });
        const item = document.createElement('li');
        item.append(button);
        return item;
      }),
    );
  }

  private offer(shared: Shared): void {
    const card = find('#play-link', HTMLElement);
    const applyBox = find('#play-link-apply', HTMLLabelElement);
    const { linkFiles, linkSession, linkLab } = this.root.dataset;
    const others = [find('#play-form', HTMLElement), find('.authors', HTMLElement)];
    for (const other of others) other.hidden = true;
    card.hidden = false;
    applyBox.hidden = shared.kind !== 'files';
    const shown = find('#play-link .shown', HTMLElement);
    const what = find('#play-link .what', HTMLElement);
    if (shared.kind === 'files') {
      what.textContent = fill(linkFiles, { nodes: shared.nodes });
      shown.replaceChildren(...Object.entries(shared.files).map(([path, content]) => preview(path, content)));
    } else {
      const lines = shared.journal.split('\n').filter((line) => line !== '').length - 1;
      const lab = shared.lab === undefined ? '' : ` ${fill(linkLab, { lab: shared.lab })}`;
      what.textContent = `${fill(linkSession, { lines: Math.max(0, lines) })}${lab}`;
    }
    find('#play-link-open', HTMLButtonElement).addEventListener('click', () => {
      const lab = shared.kind === 'journal' ? shared.lab : undefined;
      const place = { kind: 'shared', lab } as const;
      history.replaceState(null, '', location.pathname);
      remember(`shared/${lab ?? ''}`);
      if (shared.kind === 'journal') return void openFullBench({ from: 'journal', place, journal: shared.journal });
      const isWanted = applyBox.querySelector('input')?.checked === true;
      const apply = isWanted ? Object.keys(shared.files).filter(isManifest) : [];
      void openFullBench({ from: 'nothing', place, nodes: shared.nodes, files: shared.files, apply });
    });
    find('#play-link-discard', HTMLButtonElement).addEventListener('click', () => {
      history.replaceState(null, '', location.pathname);
      card.hidden = true;
      for (const other of others) other.hidden = false;
    });
  }
}

function preview(path: string, content: string): HTMLElement {
  const part = document.createElement('div');
  const title = document.createElement('h3');
  title.textContent = path;
  const text = document.createElement('pre');
  text.tabIndex = 0;
  text.translate = false;
  text.textContent = content;
  part.append(title, text);
  return part;
}

/** Wires the playground's page. A link that is opened in a page that is open already is looked at, too. */
export function setUpPlay(): void {
  const page = new PlayPage();
  void page.start();
  window.addEventListener('hashchange', () => {
    if (/^#(s|yaml)=/.test(location.hash)) location.reload();
  });
}
