import { z } from 'zod';
import { LAB_KINDS } from './lab.ts';

/** The lab file as a teacher writes it. Unknown keys are errors; `.describe` feeds the editor's completion through the JSON Schema. */
const localized = z
  .strictObject({ en: z.string().min(1), ko: z.string().min(1) })
  .describe('The text in English and Korean');
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens')
  .describe('Lower-case words joined by hyphens');
const json: z.ZodType = z.json();
const duration = z
  .string()
  .regex(/^(\d+h)?(\d+m)?(\d+s)?$/, 'expected a duration such as 90s or 5m')
  .min(2)
  .describe('Virtual time: 90s, 5m, 1h30m');

const matcher = {
  equals: json.optional().describe('The value must equal this'),
  not: json.optional().describe('The value must not equal this'),
  matches: z.string().optional().describe('A regular expression on the value as text'),
  contains: json.optional().describe('A part of a text, or an element of a list'),
  in: z.array(json).min(1).optional().describe('The value must be one of these'),
  less: z.number().optional(),
  lessOrEqual: z.number().optional(),
  greater: z.number().optional(),
  greaterOrEqual: z.number().optional(),
  exists: z.literal(true).optional().describe('The object or value must exist'),
  absent: z.literal(true).optional().describe('The object must be gone; it must have existed in this session'),
  count: z.number().int().min(0).optional().describe('How many values or objects are found'),
};

const query = {
  jsonpath: z.string().min(1).optional().describe("kubectl's jsonpath, as in -o jsonpath"),
  jq: z.string().min(1).optional().describe('A jq filter; variables of the lab as $NAME'),
};

const otherwise = z.strictObject({ ...query, ...matcher, say: localized });
const moment = z.union([z.enum(['start', 'now']), z.strictObject({ task: id }), z.strictObject({ time: duration })]);

const check = z.strictObject({
  id,
  says: localized.describe('What must hold, in the words of the learner'),
  points: z.number().int().min(0),
  hidden: z.boolean().optional(),
  get: z.string().min(1).optional().describe('What to look at: any kubectl get target, e.g. deployment/web -n shop'),
  file: z.string().min(1).optional().describe("A file in the learner's home"),
  answer: localized
    .optional()
    .describe(
      'A question that the learner answers in the page. Where a number is wanted, a Korean counter or the unit that is asked for may stand behind it: 3개, 57번, 2초',
    ),
  command: z.string().min(1).optional().describe('A regular expression: a command line that was typed'),
  during: z
    .strictObject({
      of: z.string().min(1),
      from: moment.optional(),
      to: moment.optional(),
      latest: z
        .boolean()
        .optional()
        .describe(
          'True: of objects that had this name one after the other, only the latest; what was deleted is forgiven',
        ),
    })
    .optional()
    .describe('Looks at every version that the store held'),
  always: z.string().optional(),
  never: z.string().optional(),
  eventually: z.string().optional(),
  ordered: z.array(z.string()).min(2).optional(),
  ...query,
  ...matcher,
  otherwise: z.array(otherwise).optional().describe('What the learner got wrong; the first that matches is said'),
});

const step = z.union([
  z.string().min(1),
  z.strictObject({ edit: z.string().min(1), with: z.string().min(1) }),
  z.strictObject({ wait: z.union([z.literal('settled'), duration]) }),
  z.strictObject({ answer: id, text: z.string() }),
]);

const healable = {
  'stop-node': z.strictObject({ 'stop-node': z.string().min(1).describe('The node that goes off') }),
  'cut-node': z.strictObject({ 'cut-node': z.string().min(1).describe('The node that nobody reaches') }),
  'fill-memory': z.strictObject({
    'fill-memory': z.string().min(1).describe('The node whose memory is taken'),
    leave: z.number().int().min(0).optional().describe('MiB that stay free; default 64'),
  }),
  'crash-image': z.strictObject({
    'crash-image': z.string().min(1).describe('The image whose containers end; without a tag: every tag'),
    'exit-code': z.number().int().min(0).max(255).optional().describe('Default 1'),
  }),
  'slow-pull': z.strictObject({
    'slow-pull': z.string().min(1).describe('The image that takes long to pull'),
    seconds: z.number().int().min(0).optional().describe('Default 60'),
  }),
  'break-dns': z.strictObject({ 'break-dns': z.enum(['servfail', 'timeout']).describe('How it fails') }),
};
const lastingFaults = [
  healable['stop-node'],
  healable['cut-node'],
  healable['fill-memory'],
  healable['crash-image'],
  healable['slow-pull'],
  healable['break-dns'],
] as const;
const killProcess = z.strictObject({
  'kill-process': z.string().min(1).describe('The pod whose first process is killed'),
  namespace: z.string().min(1).optional(),
  container: z.string().min(1).optional().describe('Default: each container of the pod'),
});

/** A fault as a lab's script asks for it. */
export const faultSchema = z.union([...lastingFaults, killProcess]);
/** What a lab's script heals: one fault, or all. */
export const healSchema = z.union([z.literal('all'), ...lastingFaults]);

/** The schema of `lab.yaml`. */
export const labSchema = z.strictObject({
  id,
  title: localized,
  summary: localized,
  kind: z
    .enum(LAB_KINDS)
    .optional()
    .describe(
      'guided (default): step by step, for a lesson; challenge: the goal only; break-fix: a fault to find and to mend',
    ),
  lesson: id.describe('The slug of the lesson it belongs to'),
  minutes: z.number().int().min(1).max(240),
  seed: z.number().int().min(0).optional(),
  showSolution: z
    .boolean()
    .optional()
    .describe('false: the site offers no solution; by default it offers those of the tasks, or the first of the proof'),
  vars: z
    .record(
      z.string().regex(/^[A-Z][A-Z0-9_]*$/),
      z.strictObject({ pick: z.array(z.union([z.string(), z.number()])).min(1) }),
    )
    .optional()
    .describe('Drawn from the seed and the student, so that neighbours differ'),
  cluster: z
    .strictObject({
      nodes: z.number().int().min(1).max(20).optional().describe('Worker nodes'),
      loadBalancers: z
        .boolean()
        .optional()
        .describe('Whether a provider gives Services of type LoadBalancer an address; without one it stays <pending>'),
      registries: z
        .array(z.strictObject({ host: z.string().min(1), username: z.string().min(1), password: z.string().min(1) }))
        .optional()
        .describe('Registries whose images are pulled only with an image pull secret that holds these credentials'),
      apply: z.array(z.string()).optional().describe('Manifests applied and settled before the learner arrives'),
      script: z
        .array(
          z.union([
            z.strictObject({ at: duration, run: z.string().min(1) }),
            z.strictObject({ at: duration, fault: faultSchema }),
            z.strictObject({ at: duration, heal: healSchema }),
          ]),
        )
        .optional()
        .describe('Surprises, in virtual time'),
    })
    .optional(),
  files: z
    .array(z.string())
    .optional()
    .describe("Starter files copied into the learner's home, beside those of cluster.apply"),
  tasks: z
    .array(
      z.strictObject({
        id,
        title: localized,
        text: localized.optional(),
        needs: z.array(id).optional(),
        checks: z.array(check).min(1),
        hints: z
          .array(
            z.strictObject({
              text: localized,
              after: z.strictObject({ attempts: z.number().int().min(0) }).optional(),
              costs: z.number().int().min(0).optional(),
            }),
          )
          .optional(),
        solution: z
          .array(step)
          .min(1)
          .optional()
          .describe(
            'A way through this task after the ones before it, shown to who asks; every task has one or none has',
          ),
      }),
    )
    .min(1),
  proof: z.strictObject({
    unsolved: z.number().int().min(0),
    solutions: z.array(z.strictObject({ run: z.array(step).min(1) })).min(1),
    wrong: z.array(
      z.strictObject({ run: z.array(step).min(1), fails: z.array(id).min(1), passes: z.array(id).optional() }),
    ),
  }),
});

export type LabFile = z.infer<typeof labSchema>;
export type CheckFile = LabFile['tasks'][number]['checks'][number];
