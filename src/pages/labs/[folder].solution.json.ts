// /labs/03-pods.solution.json: loaded by nobody who does not ask for it.
import type { APIRoute, GetStaticPaths } from 'astro';
import { siteLabs } from '../../components/site/labs.ts';

export const getStaticPaths: GetStaticPaths = () =>
  siteLabs().flatMap(({ folder, solution }) =>
    solution === undefined ? [] : [{ params: { folder }, props: { solution } }],
  );

export const GET: APIRoute = ({ props }) => Response.json(props['solution']);
