/** How long a page that was just opened has the browser for itself, milliseconds: the worker fetches the whole site as soon as it is there. */
const REST_MS = 5_000;

/**
 * Registers the service worker once the page is there and has nothing better to do. When a new version has been fetched it waits; the reader is
 * told, and decides when the page reloads.
 */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const site = document.querySelector<HTMLMetaElement>('meta[name="skiff-site"]');
  if (site === null) return;
  const register = async () => {
    try {
      const registration = await navigator.serviceWorker.register(`${site.dataset['base'] ?? '/'}sw.js`);
      watchForUpdate(registration, site.dataset);
    } catch {
      // Private windows and plain-http hosts refuse service workers: the site works, only not offline.
    }
  };
  const whenIdle = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 1500));
  const start = () => window.setTimeout(() => whenIdle(() => void register()), REST_MS);
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start, { once: true });
}

function watchForUpdate(registration: ServiceWorkerRegistration, words: DOMStringMap): void {
  const offer = () => {
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
      showNotice(registration.waiting, words);
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer);
  });
}

function showNotice(waiting: ServiceWorker, words: DOMStringMap): void {
  if (document.querySelector('.skiff-update') !== null) return;
  const notice = document.createElement('div');
  notice.className = 'skiff-update';
  notice.setAttribute('role', 'status');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words['updateReload'] ?? '';
  button.addEventListener('click', () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('use-new-version');
  });
  notice.append(`${words['updateReady'] ?? ''} `, button);
  document.body.append(notice);
}
