// Serves dist/ (or the folder SKIFF_DIST) on the loopback interface, cross-origin isolated. `node scripts/serve.mjs [--port 4320]`.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve as resolvePath, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';

const dist = resolvePath(process.env.SKIFF_DIST ?? fileURLToPath(new URL('../dist', import.meta.url)));

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** The file that a path asks for, `{ redirect }` where a folder lacks its slash, or undefined. */
function resolve(pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const path = normalize(join(dist, decoded));
  if (decoded.includes('\0') || (path !== dist && !path.startsWith(dist + sep))) return undefined;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return { path };
  const index = join(path, 'index.html');
  if (!found?.isDirectory() || !statSync(index, { throwIfNoEntry: false })) return undefined;
  // '//' at the start would send the browser to another host
  return pathname.endsWith('/') ? { path: index } : { redirect: `${pathname.replace(/^\/+/, '/')}/` };
}

function answer(request, response) {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const target = resolve(pathname);
  if (target === undefined) {
    const korean = pathname.startsWith('/ko/') && statSync(join(dist, 'ko/404/index.html'), { throwIfNoEntry: false });
    const page = readFileSync(join(dist, korean ? 'ko/404/index.html' : '404.html'));
    response.writeHead(404, { ...isolation, 'Content-Type': types['.html'] }).end(page);
    return;
  }
  if (target.redirect !== undefined) {
    response.writeHead(301, { Location: target.redirect + search }).end();
    return;
  }
  const type = types[extname(target.path)] ?? 'application/octet-stream';
  const headers = {
    ...isolation,
    'Content-Type': type,
    // Astro names what it emits by content; everything else is asked for again.
    'Cache-Control': pathname.includes('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  const gzip =
    /text|json|javascript|svg|xml|wasm/.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(200, gzip ? { ...headers, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : headers);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const file = createReadStream(target.path);
  file.on('error', () => response.destroy());
  (gzip ? file.pipe(createGzip({ level: 5 })) : file).pipe(response);
}

/** Resolves to the address once the port answers; rejects with a message for people where it cannot. */
export function serve(port) {
  const server = createServer(answer);
  return new Promise((ready, fail) => {
    server.once('error', (error) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken. Choose another: SKIFF_PORT=… npm start`)
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => ready(`http://127.0.0.1:${port}/`));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--port');
  try {
    console.log(
      `Serving dist/ at ${await serve(Number(at > 0 ? process.argv[at + 1] : (process.env.SKIFF_PORT ?? 4320)))}`,
    );
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
