/** What the page may ask while a manifest is being written. Offsets count UTF-16 units from 0. */
export type ManifestQuestion =
  /** What can stand at a place: a `ManifestCompletion`, or null. */
  | { readonly about: 'complete'; readonly text: string; readonly offset: number }
  /** What the field at a place is: a `ManifestHelp`, or null. Its texts are loaded when this is first asked. */
  | { readonly about: 'help'; readonly text: string; readonly offset: number }
  /** What applying it would do, by a dry run against what is stored now: `Trial`s. */
  | { readonly about: 'try'; readonly text: string };
