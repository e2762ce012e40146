/** jq-web ships no types: a CommonJS module whose export is a promise of what runs jq. */
declare module 'jq-web' {
  const ready: Promise<import('./jq-run.ts').JqWeb>;
  // biome-ignore lint/style/noDefaultExport: this is how the module exports it
  export default ready;
}
