// The service worker; scripts/sw.mjs fills in the list. Pages and files come from the cache that was filled when this version
// was installed; what is not in it comes from the network. A new version waits until the page asks for it or all tabs are closed,
// so that an open page never loses the chunks it may still load.
const LIST = new Map('__LIST__');
const BASE = '__BASE__';
const CACHE = 'skiff-__REVISION__';

function isolated(response) {
  if (!response || response.status === 0 || response.type === 'opaque' || response.type === 'opaqueredirect')
    return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** After each file that came from the network the page has the machine for itself, milliseconds: it may be at work just then. */
const REST_MS = 50;

/** Fills the new cache; a file whose content did not change is taken from an older one. */
async function install() {
  const cache = await caches.open(CACHE);
  const pending = [...LIST];
  const lane = async () => {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [path, digest] = next;
      const key = `${path}?digest=${digest}`;
      const known = await caches.match(key);
      if (known) {
        await cache.put(key, known);
        continue;
      }
      const response = await fetch(path, { cache: 'no-cache' });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await cache.put(key, response);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  };
  await Promise.all([lane(), lane()]);
  if (!self.registration.active) await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith('skiff-') && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function answer(request, url) {
  const path = LIST.has(url.pathname) ? url.pathname : LIST.has(`${url.pathname}/`) ? `${url.pathname}/` : undefined;
  const digest = path && LIST.get(path);
  const cache = await caches.open(CACHE);
  const hit = digest && (await cache.match(`${path}?digest=${digest}`));
  if (hit) return isolated(hit);
  try {
    return isolated(await fetch(request));
  } catch (error) {
    const missing = `${BASE}404.html`;
    const page = request.mode === 'navigate' && (await cache.match(`${missing}?digest=${LIST.get(missing)}`));
    if (!page) throw error;
    return isolated(new Response(page.body, { status: 404, headers: page.headers }));
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'use-new-version') event.waitUntil(self.skipWaiting());
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === 'GET' && url.origin === self.location.origin && url.pathname.startsWith(BASE)) {
    event.respondWith(answer(event.request, url));
  }
});
