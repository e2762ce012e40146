// What the iframe at <origin>/headless does: comlink 4.3.0 server side, every call relayed to the test's Node process.
import * as Comlink from 'comlink';

const rpc = async (method: string, params: unknown) => {
  const r = await fetch('/rpc', { method: 'POST', body: JSON.stringify({ method, params }) });
  const out = await r.json();
  if (!r.ok) throw Object.assign(new Error(out.message), { code: out.code });
  return out.result;
};
const b64 = (u: Uint8Array) => btoa(Array.from(u, (c) => String.fromCharCode(c)).join(''));
const unb64 = (s: string) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
type Out = ((d: Uint8Array | null) => void) | undefined;
const procs = new Map<number, { out: Out; exit: (n: number) => void }>();
const listeners = new Map<string, Set<(...a: unknown[]) => void>>();
new EventSource('/events').onmessage = (e) => {
  const m = JSON.parse(e.data);
  if (m.kind === 'output') procs.get(m.pid)?.out?.(unb64(m.data));
  if (m.kind === 'exit') {
    const p = procs.get(m.pid);
    p?.out?.(null);
    p?.exit(m.code);
    procs.delete(m.pid);
  }
  if (m.kind === 'event') for (const l of listeners.get(m.event) ?? []) l(...m.args);
};
const fs = {
  readFile: async (p: string, enc?: string | null) => {
    const u = unb64(await rpc('readFile', { p }));
    return enc ? new TextDecoder().decode(u) : u;
  },
  writeFile: (p: string, d: string | Uint8Array) =>
    rpc('writeFile', { p, d: b64(typeof d === 'string' ? new TextEncoder().encode(d) : d) }),
  readdir: async (p: string, o?: { withFileTypes?: boolean }) => {
    const es = await rpc('readdir', { p });
    return o?.withFileTypes
      ? es.map((e: { name: string; dir: boolean }) => ({ name: e.name, 'Symbol(type)': e.dir ? 2 : 1 }))
      : es.map((e: { name: string }) => e.name);
  },
  mkdir: (p: string, o?: object) => rpc('mkdir', { p, o }),
  rm: (p: string, o?: object) => rpc('rm', { p, o }),
  rename: (a: string, b: string) => rpc('rename', { a, b }),
  watch: async (p: string, _o: unknown, l: (...a: unknown[]) => void) => {
    const id = await rpc('watch', { p });
    on(`watch:${id}`, l);
    return Comlink.proxy({ close: () => rpc('unwatch', { id }) });
  },
};
function on(event: string, l: (...a: unknown[]) => void) {
  const s = listeners.get(event) ?? new Set();
  listeners.set(event, s.add(l));
  return () => {
    s.delete(l);
  };
}
const instance = {
  fs: () => Comlink.proxy(fs),
  previewScript: () => Comlink.proxy({}),
  runtimeInfo: () => rpc('info', {}),
  on: (event: string, l: (...a: unknown[]) => void) => Comlink.proxy(on(event, l)),
  loadFiles: (u: Uint8Array, o: { mountPoints?: string }) =>
    rpc('loadFiles', { tree: JSON.parse(new TextDecoder().decode(u)), at: o.mountPoints ?? '.' }),
  serialize: async (p: string, o: { format: string }) => {
    if (o.format !== 'json') throw new Error('stand-in: json only');
    return new TextEncoder().encode(JSON.stringify(await rpc('serialize', { p })));
  },
  setPreviewScript: async () => {},
  setCredentials: async () => {},
  run: async (spec: object, _stdout: Out, _stderr: Out, output: Out) => {
    const pid = await rpc('run', spec);
    let exit!: (n: number) => void;
    const onExit = new Promise<number>((r) => {
      exit = r;
    });
    procs.set(pid, { out: output, exit });
    let written: Promise<unknown> = Promise.resolve();
    await rpc('go', { pid });
    return Comlink.proxy({
      onExit,
      write: (d: string) => {
        // A pipe keeps the order of what is written; two requests of a page do not.
        written = written.then(() => rpc('write', { pid, d }));
        return written;
      },
      kill: () => rpc('kill', { pid }),
      resize: () => {},
    });
  },
  teardown: () => rpc('teardown', {}),
};
const { port1, port2 } = new MessageChannel();
Comlink.expose(
  {
    build: async () => {
      await rpc('boot', {});
      return Comlink.proxy(instance);
    },
  },
  port1,
);
parent.postMessage({ type: 'init' }, '*', [port2]);
