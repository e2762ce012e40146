import { fluentd as fluentdProgram } from '../apps/fluentd.ts';
import { image } from './recipe.ts';

/** `quay.io/fluentd_elasticsearch/fluentd`: the DaemonSet of the Kubernetes documentation. */
export const fluentd = image({
  repository: 'quay.io/fluentd_elasticsearch/fluentd',
  tags: ['v5.0.1', 'v4.7', 'v3.4.0', 'v3.0.2', 'v2.9.0', 'v2.5.2', 'v2.5.1'],
  base: 'debian',
  sizeBytes: 68_000_000,
  entrypoint: ['/entrypoint.sh'],
  programs: (release) => ({ '/entrypoint.sh': fluentdProgram(release === 'v5.0.1' ? '1.16.5' : '1.7.4') }),
});
