/** What is used of the index that Pagefind wrote into the built site. */
interface Pagefind {
  debouncedSearch(query: string): Promise<{ results: { data(): Promise<Found> }[] } | null>;
}

interface Found {
  readonly url: string;
  readonly meta: { readonly title?: string };
  /** HTML, escaped by Pagefind but for its own `<mark>`. */
  readonly excerpt: string;
  readonly sub_results: readonly { readonly url: string; readonly title: string; readonly excerpt: string }[];
}

const most = 8;

/** `<skiff-search>`: a dialog that loads the index when it is first opened, with the button or with Ctrl+K. */
class SkiffSearch extends HTMLElement {
  private index: Promise<Pagefind> | undefined;

  connectedCallback(): void {
    const dialog = this.querySelector('dialog');
    const input = this.querySelector('input');
    if (dialog === null || input === null) return;
    const open = () => {
      if (!dialog.open) dialog.showModal();
      input.select();
      this.load().catch(() => {
        // The search that follows tries again and says so.
        this.index = undefined;
      });
    };
    this.querySelector('.open-search')?.addEventListener('click', open);
    window.addEventListener('keydown', (event) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (event.defaultPrevented) return;
      // In the terminal and in an editor the keys are theirs.
      if (event.target instanceof Element && event.target.closest('skiff-workbench') !== null) return;
      event.preventDefault();
      open();
    });
    // A click beside the box is one on the dialog itself.
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    input.addEventListener('input', () => void this.search(input.value.trim()));
    input.addEventListener('keydown', (event) => {
      // The browser would only empty the field.
      if (event.key === 'Escape') dialog.close();
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.querySelector<HTMLAnchorElement>('.results a')?.click();
    });
  }

  private load(): Promise<Pagefind> {
    this.index ??= import(/* @vite-ignore */ this.dataset['bundle'] ?? '');
    return this.index;
  }

  private async search(query: string): Promise<void> {
    if (query === '') return this.show('', []);
    try {
      const found = await (await this.load()).debouncedSearch(query);
      // Null: more was typed meanwhile, and that search answers.
      if (found === null) return;
      const pages = await Promise.all(found.results.slice(0, most).map((result) => result.data()));
      const words = pages.length === 0 ? this.dataset['none'] : this.dataset['found'];
      this.show((words ?? '').replace('{n}', String(found.results.length)).replace('{query}', query), pages);
    } catch (error) {
      console.error(error);
      this.index = undefined;
      this.show(this.dataset['failed'] ?? '', []);
    }
  }

  private show(state: string, pages: readonly Found[]): void {
    const line = this.querySelector('.state');
    if (line !== null) line.textContent = state;
    this.querySelector('.results')?.replaceChildren(...pages.map(row));
  }
}

/** One result: the best part of a page, named after page and part. */
function row({ url, meta, excerpt, sub_results: [best] }: Found): HTMLLIElement {
  const title = document.createElement('b');
  const page = meta.title ?? url;
  title.textContent = best !== undefined && best.title !== page ? `${page} › ${best.title}` : page;
  const text = document.createElement('span');
  text.innerHTML = best?.excerpt ?? excerpt;
  const link = document.createElement('a');
  link.href = best?.url ?? url;
  link.append(title, text);
  const item = document.createElement('li');
  item.append(link);
  return item;
}

/** Defines the element once. */
export function defineSearch(): void {
  if (customElements.get('skiff-search') === undefined) customElements.define('skiff-search', SkiffSearch);
}
