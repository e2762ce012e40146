// WebContainer stand-in: unmodified @webcontainer/api in the browser, real Node child processes behind it.

import { spawn } from 'node:child_process';
import { promises as fs, mkdtempSync, watch } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HEAD = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
export async function startStandin({ port = 0, clientPage, extra = {} } = {}) {
  const here = dirname(fileURLToPath(import.meta.url));
  const js = (await build({ entryPoints: [join(here, 'host-page.ts')], bundle: true, write: false, format: 'esm' }))
    .outputFiles[0].text;
  let root = '';
  let next = 1;
  const procs = new Map();
  const watchers = new Map();
  const sse = new Set();
  const emit = (m) => {
    for (const r of sse) r.write(`data: ${JSON.stringify(m)}\n\n`);
  };
  const at = (p) => {
    const f = resolve(root, p.replace(/^\/+/, ''));
    if (f !== root && !f.startsWith(root + sep)) throw new Error(`EACCES ${p}`);
    return f;
  };
  const put = async (dir, t) => {
    await fs.mkdir(dir, { recursive: true });
    for (const [n, e] of Object.entries(t.d)) {
      if (e.d) await put(join(dir, n), e);
      else if ('l' in e.f) await fs.symlink(e.f.l, join(dir, n));
      else await fs.writeFile(join(dir, n), e.f.b ? Buffer.from(e.f.c, 'latin1') : e.f.c);
    }
  };
  const get = async (dir) => {
    const d = {};
    for (const e of await fs.readdir(dir, { withFileTypes: true }))
      d[e.name] = e.isDirectory()
        ? await get(join(dir, e.name))
        : { f: { c: await fs.readFile(join(dir, e.name), 'utf8') } };
    return { d };
  };
  const api = {
    boot: () => {
      root = mkdtempSync(join(tmpdir(), 'wc-'));
    },
    info: () => ({ path: process.env.PATH, cwd: root }),
    loadFiles: ({ tree, at: p }) => put(at(p), tree),
    serialize: ({ p }) => get(at(p)),
    readFile: async ({ p }) => (await fs.readFile(at(p))).toString('base64'),
    writeFile: ({ p, d }) => fs.writeFile(at(p), Buffer.from(d, 'base64')),
    readdir: async ({ p }) =>
      (await fs.readdir(at(p), { withFileTypes: true })).map((e) => ({ name: e.name, dir: e.isDirectory() })),
    mkdir: ({ p, o }) => fs.mkdir(at(p), o),
    rm: ({ p, o }) => fs.rm(at(p), o),
    rename: ({ a, b }) => fs.rename(at(a), at(b)),
    watch: ({ p }) => {
      const id = next++;
      watchers.set(
        id,
        watch(at(p), { recursive: true }, (ev, f) => emit({ kind: 'event', event: `watch:${id}`, args: [ev, f] })),
      );
      return id;
    },
    unwatch: ({ id }) => {
      watchers.get(id)?.close();
      watchers.delete(id);
    },
    run: (s) => {
      const id = next++;
      procs.set(id, s);
      return id;
    },
    go: ({ pid }) => {
      const s = procs.get(pid);
      const c = spawn(s.command, s.args, {
        cwd: s.cwd ? at(s.cwd) : root,
        detached: true,
        env: {
          ...process.env,
          ...s.env,
          NODE_OPTIONS: `--import=${join(here, 'report-port.mjs')}`,
          WC_REPORT: `${origin}/port`,
        },
      });
      procs.set(pid, c);
      const out = (b) => emit({ kind: 'output', pid, data: b.toString('base64') });
      c.stdout.on('data', out);
      // What is written to a process that has just ended is lost, as in a container.
      c.stdin.on('error', () => {});
      c.stderr.on('data', out);
      c.on('error', (_e) => {
        emit({ kind: 'output', pid, data: Buffer.from(`jsh: command not found: ${s.command}\r\n`).toString('base64') });
        emit({ kind: 'exit', pid, code: 127 });
      });
      c.on('close', (code, sig) => {
        procs.delete(pid);
        emit({ kind: 'exit', pid, code: code ?? (sig === 'SIGKILL' ? 137 : 143) });
      });
    },
    write: ({ pid, d }) => {
      const c = procs.get(pid);
      if (d === '\x03') process.kill(-c.pid, 'SIGINT');
      else c.stdin.write(d);
    },
    kill: ({ pid }) => {
      const c = procs.get(pid);
      if (c?.pid) process.kill(-c.pid, 'SIGTERM');
    },
    teardown: async () => {
      for (const c of procs.values())
        try {
          process.kill(-c.pid, 'SIGKILL');
        } catch {}
      for (const w of watchers.values()) w.close();
      await fs.rm(root, { recursive: true, force: true });
    },
  };
  const srv = createServer(async (req, res) => {
    const url = new URL(req.url, 'http://x');
    const send = (s, t, b) => {
      res.writeHead(s, { ...HEAD, 'Content-Type': t });
      res.end(b);
    };
    if (url.pathname === '/headless')
      return send(
        200,
        'text/html',
        `<!doctype html><script type=module>${js.replaceAll('</script', '<\\/script')}</script>`,
      );
    if (url.pathname === '/events') {
      res.writeHead(200, { ...HEAD, 'Content-Type': 'text/event-stream' });
      res.write(':\n\n');
      sse.add(res);
      req.on('close', () => sse.delete(res));
      return;
    }
    if (clientPage && url.pathname === '/') return send(200, 'text/html', clientPage);
    if (extra[url.pathname]) return send(200, extra[url.pathname][0], extra[url.pathname][1]);
    const body = [];
    for await (const c of req) body.push(c);
    const text = Buffer.concat(body).toString();
    if (url.pathname === '/port') {
      const { port: p, open } = JSON.parse(text);
      emit({ kind: 'event', event: 'port', args: [p, open ? 'open' : 'close', `http://127.0.0.1:${p}`] });
      if (open) emit({ kind: 'event', event: 'server-ready', args: [p, `http://127.0.0.1:${p}`] });
      return send(200, 'text/plain', '');
    }
    if (url.pathname === '/rpc') {
      try {
        const { method, params } = JSON.parse(text);
        return send(200, 'application/json', JSON.stringify({ result: await api[method](params) }));
      } catch (e) {
        return send(500, 'application/json', JSON.stringify({ message: e.message, code: e.code }));
      }
    }
    send(404, 'text/plain', 'not found');
  });
  await new Promise((r) => srv.listen(port, '127.0.0.1', r));
  const origin = `http://127.0.0.1:${srv.address().port}`;
  return {
    origin,
    /** Ends the container's own processes as running out of memory does. */
    crash: () => {
      for (const c of procs.values()) if (c.pid) process.kill(-c.pid, 'SIGKILL');
    },
    close: async () => {
      await api.teardown();
      srv.closeAllConnections();
      srv.close();
    },
  };
}
