/** The lessons of the course in their order; a lesson's number is its place, from 1. */
export const curriculum = [
  'what-kubernetes-is',
  'kubectl',
  'pods',
  'multi-container-pods',
  'init-containers',
  'static-pods',
  'namespaces',
  'labels',
  'annotations',
  'pod-lifecycle',
  'jsonpath-and-jq',
  'probes',
  'resources',
  'scheduling',
  'replicasets',
  'deployments',
  'daemonsets',
  'statefulsets',
  'jobs',
  'services',
  'ingress',
  'configmaps',
  'troubleshooting',
] as const;

/** A lesson's slug: its page is /lessons/SLUG/. */
export type LessonSlug = (typeof curriculum)[number];
