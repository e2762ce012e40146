import { z } from 'astro/zod';

const text = (what: string, example: string) =>
  z
    .string({ error: `write ${what}, such as: ${example}` })
    .trim()
    .min(1, { error: `write ${what}, such as: ${example}` });

const minutesExample = 'write how long the lesson takes in whole minutes, 1 to 90, such as: minutes: 15';
const orderExample = 'write the lesson’s number in the curriculum, such as: order: 3';
const versionExample =
  "write major and minor version in quotes (1.30 without quotes is the number 1.3): kubernetesVersion: '1.36'";
const notesExample =
  "write the source notes as a list of three digits in quotes (YAML reads 001 as the number 1): follows: ['001', '003']";
const needsExample = 'write the slugs of the lessons to read before as a list, such as: needs: [pods]';
const labsExample = 'write the lesson’s labs as a list of folders in labs/, such as: labs: [03-pods]';

const slugs = (error: string) => z.array(z.string({ error }).regex(/^[a-z0-9-]+$/, { error }), { error }).default([]);

const frontMatter = z.strictObject({
  title: text('the lesson’s title', 'title: Pods'),
  summary: text(
    'one or two sentences on what the reader will be able to do',
    'summary: Run a Pod and see what it goes through.',
  ),
  order: z.int({ error: orderExample }).positive({ error: orderExample }),
  minutes: z.int({ error: minutesExample }).min(1, { error: minutesExample }).max(90, { error: minutesExample }),
  kubernetesVersion: z.string({ error: versionExample }).regex(/^1\.\d+$/, { error: versionExample }),
  follows: z
    .array(z.string({ error: notesExample }).regex(/^\d{3}$/, { error: notesExample }), { error: notesExample })
    .default([]),
  needs: slugs(needsExample),
  labs: slugs(labsExample),
});

/** What a lesson says about itself in its front matter. */
export type LessonFrontMatter = z.output<typeof frontMatter>;

/** Where a lesson's file says that it belongs. */
export interface LessonPlace {
  readonly language: 'en' | 'ko';
  readonly order: number;
  readonly slug: string;
}

/** Takes `en/03-pods.mdx` apart; throws a message for the author where a file is named otherwise. */
export function lessonPlace(entry: string): LessonPlace {
  const [, language, order = '', slug = ''] = /^(en|ko)\/(\d{2})-([a-z0-9-]+)\.mdx?$/.exec(entry) ?? [];
  if (language !== 'en' && language !== 'ko') {
    throw new Error(
      `src/content/lessons/${entry}: name a lesson by its number and its slug in small letters, in the folder of its language, such as en/03-pods.mdx`,
    );
  }
  return { language, order: Number(order), slug };
}

/**
 * Reads a lesson's front matter; `file` is only for messages. Unknown keys are errors, so that a slip of the pen is seen.
 * Throws one message that names the file and, for each mistake, the field and what to write.
 */
export function readFrontMatter(file: string, found: unknown): LessonFrontMatter {
  const read = frontMatter.safeParse(found);
  const mistakes = read.success ? [] : read.error.issues.map(describe);
  const numbered = /(?:^|\/)(\d{2})-[^/]*$/.exec(file)?.[1];
  if (read.success && numbered !== undefined && Number(numbered) !== read.data.order) {
    mistakes.push(
      `order: the file’s name begins with ${numbered}, the front matter says ${read.data.order}: make them the same`,
    );
  }
  if (read.success && mistakes.length === 0) return read.data;
  throw new Error(`${file}: the front matter needs mending\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return `${String(issue.path[0])}: ${issue.message}`;
  const known = Object.keys(frontMatter.shape).join(', ');
  return issue.keys.map((key) => `${key}: no such field; there are ${known}`).join('\n  ');
}
