/** The name of the lesson's file, such as `03-pods`. Throws where a component of lessons stands on another page. */
export function lessonName(filePath: string | undefined): string {
  const name = /\/lessons\/(?:en|ko)\/(.+)\.mdx?$/.exec(filePath ?? '')?.[1];
  if (name === undefined) throw new Error(`${filePath ?? 'this page'} is no lesson: its components need one`);
  return name;
}
