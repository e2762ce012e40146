// /labs/03-pods.json: what the workbench loads. The digest is the SHA-256 of the published lab as JSON, which a journal names.
import { createHash } from 'node:crypto';
import type { APIRoute, GetStaticPaths } from 'astro';
import { publishedLabs } from '../../components/site/labs.ts';

export const getStaticPaths: GetStaticPaths = () =>
  [...publishedLabs()].map(([folder, lab]) => ({ params: { folder }, props: { lab } }));

export const GET: APIRoute = ({ props }) => {
  const digest = createHash('sha256').update(JSON.stringify(props['lab'])).digest('hex');
  return Response.json({ digest, lab: props['lab'] });
};
