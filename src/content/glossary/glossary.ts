import { clusterTerms } from './cluster.ts';
import { configurationTerms } from './configuration.ts';
import type { GlossaryEntry } from './entry.ts';
import { networkTerms } from './network.ts';
import { objectTerms } from './objects.ts';
import { podTerms } from './pods.ts';
import { workloadTerms } from './workloads.ts';

/** The glossary's terms in groups, as the page shows them. The names are keys of the site's texts. */
export const glossary = [
  { name: 'glossary.cluster', entries: clusterTerms },
  { name: 'glossary.objects', entries: objectTerms },
  { name: 'glossary.pods', entries: podTerms },
  { name: 'glossary.workloads', entries: workloadTerms },
  { name: 'glossary.network', entries: networkTerms },
  { name: 'glossary.configuration', entries: configurationTerms },
] as const satisfies readonly { readonly name: string; readonly entries: readonly GlossaryEntry[] }[];
