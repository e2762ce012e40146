// /labs/03-pods.json: what the workbench loads. The digest is the SHA-256 of the published lab as JSON, which a journal names.
import type { APIRoute, GetStaticPaths } from 'astro';
import { digestOf, siteLabs } from '../../components/site/labs.ts';

export const getStaticPaths: GetStaticPaths = () =>
  siteLabs().map(({ folder, lab }) => ({ params: { folder }, props: { digest: digestOf(lab), lab } }));

export const GET: APIRoute = ({ props }) => Response.json({ digest: props['digest'], lab: props['lab'] });
