// The start of the worker's first file (scripts/worker/build.mjs puts the program's first half behind it). A chunk of the program is a
// function under its name; what is not there yet is loaded when it is asked for, and whoever asks has it when the call returns.
(() => {
  const chunks = new Map();
  /** Addresses of the other files by name: the page's first message. */
  let files = {};

  self.skiffDefine = (name, run) => {
    chunks.set(name, { run, exports: undefined });
  };

  self.skiffRequire = (path) => {
    const name = path.replace('./', '');
    if (!chunks.has(name)) importScripts(self.skiffFile(name.replace('in-', '')));
    const chunk = chunks.get(name);
    if (chunk.exports === undefined) {
      chunk.exports = {};
      chunk.run(self.skiffRequire, chunk.exports);
    }
    return chunk.exports;
  };

  self.skiffFile = (name) => {
    const address = files[name];
    if (address === undefined) throw new Error(`no file ${name}`);
    return address;
  };

  const parts = {};

  /** Calls a function of the second half; `receiver` is what `this` is there. */
  self.skiffPart = (part, number, receiver, given) => {
    parts[part] ??= self.skiffRequire(`${part}.js`);
    return parts[part][`p${number}`].apply(receiver, given);
  };

  /** What a chunk exports, as getters: a name may get its value later. */
  self.skiffGive = (exports, names) => {
    for (const name in names) Object.defineProperty(exports, name, { enumerable: true, get: names[name] });
  };

  self.addEventListener(
    'message',
    (event) => {
      event.stopImmediatePropagation();
      files = event.data;
    },
    { once: true },
  );
})();
