// `astro check` knows Astro's files themselves; for plain tsc they are components of some kind.
declare module '*.astro' {
  const component: (props: Record<string, unknown>) => unknown;
  export default component;
}
