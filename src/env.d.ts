// `astro check` knows Astro's files themselves; for plain tsc they are components of some kind.
declare module '*.astro' {
  const component: (props: Record<string, unknown>) => unknown;
  // biome-ignore lint/style/noDefaultExport: what Astro gives
  export default component;
}
