// /labs/index.json: every lab with the names of its tasks, for exams to draw from.
import type { APIRoute } from 'astro';
import { digestOf, siteLabs } from '../../components/site/labs.ts';
import type { ExamLab } from '../../components/workbench/exam/draw.ts';

export const GET: APIRoute = () =>
  Response.json(
    siteLabs().map(
      ({ folder, lab }): ExamLab => ({
        folder,
        id: lab.id,
        title: lab.title,
        digest: digestOf(lab),
        tasks: lab.tasks.map(({ id, title, needs, checks }) => ({
          id,
          title,
          points: checks.reduce((sum, check) => sum + check.points, 0),
          needs,
        })),
      }),
    ),
  );
