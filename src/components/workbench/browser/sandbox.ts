/** Everything in a page from a pod that is no text or shape of its own. */
const REMOVED =
  'script,noscript,link,meta,base,iframe,frame,frameset,object,embed,applet,portal,audio,video,source,track,picture,svg use,svg a,svg image,svg foreignObject,template,slot,math,dialog';

/** Attributes that a page keeps: none of them leads anywhere or runs anything. */
const KEPT =
  /^(class|id|style|title|alt|lang|dir|role|aria-[\w-]+|colspan|rowspan|scope|headers|align|valign|width|height|border|cellpadding|cellspacing|bgcolor|color|size|face|type|value|placeholder|checked|disabled|selected|open|start|reversed|datetime|for|name|label|rows|cols|min|max|low|high|optimum|viewBox|d|fill|stroke|stroke-width|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|points|transform)$/i;

/** A picture that lies in the page itself. */
const INLINE_PICTURE = /^data:image\/(png|gif|jpeg|webp);base64,[\w+/=\s]*$/i;

/**
 * Nothing may be loaded, run, sent or opened. `sandbox` on the frame forbids scripts, forms, windows and its own origin; this forbids
 * every request besides.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-src 'none'";

/** A link of a page: what it says and where it leads, as it is written there. */
export interface PageLink {
  readonly text: string;
  readonly href: string;
}

/** A page made safe to look at. */
export interface SafePage {
  readonly title: string;
  /** For the `srcdoc` of a frame with an empty `sandbox`. */
  readonly srcdoc: string;
  readonly links: readonly PageLink[];
  /** Something that the page would load or run is left out. */
  readonly reduced: boolean;
}

const MOST_LINKS = 40;

/** Whether an attribute is one that may stay. */
export function keepsAttribute(element: string, name: string, value: string): boolean {
  return KEPT.test(name) || (element === 'img' && name === 'src' && INLINE_PICTURE.test(value));
}

/** Makes a page of what a pod answered: its words and looks, and nothing that reaches out of it. */
export function safePage(html: string, language: string): SafePage {
  // A parsed document has no window: nothing in it loads or runs.
  const page = new DOMParser().parseFromString(html, 'text/html');
  const links = [...page.querySelectorAll<HTMLAnchorElement>('a[href]')].slice(0, MOST_LINKS).map((link) => ({
    text: (link.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 80),
    href: link.getAttribute('href') ?? '',
  }));
  const removed = page.querySelectorAll(REMOVED);
  let reduced = [...removed].some(({ localName }) => localName !== 'meta');
  for (const element of removed) element.remove();
  for (const element of page.querySelectorAll('*'))
    for (const { name, value } of [...element.attributes]) {
      if (keepsAttribute(element.localName, name, value)) continue;
      if (name !== 'href' && name !== 'target' && name !== 'rel') reduced = true;
      element.removeAttribute(name);
      if (element.localName === 'a' && name === 'href') element.setAttribute('class', 'skiff-link');
    }
  const title = page.title.trim().slice(0, 200);
  for (const element of page.querySelectorAll('title')) element.remove();
  const lang = page.documentElement.getAttribute('lang') ?? language;
  const heading = document.createElement('div');
  heading.textContent = title;
  return {
    title,
    links,
    reduced,
    srcdoc: `<!doctype html><html lang="${/^[\w-]+$/.test(lang) ? lang : 'en'}"><head><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta charset="utf-8"><title>${heading.innerHTML}</title><style>html{color-scheme:light;background:#fff;color:#111;font-family:system-ui,sans-serif}.skiff-link{color:#0645ad;text-decoration:underline}</style>${page.head.innerHTML}</head>${page.body.outerHTML}</html>`,
  };
}
