import { horizontalPodAutoscalerV1 } from './autoscaling/horizontal-pod-autoscaler-v1.ts';
import { componentStatus } from './core/component-status.ts';
import type { ResourceDefinition } from './definition.ts';
import { eventsEvent } from './events/event.ts';

/** What the API server serves beside the stored kinds: other versions of them, and kinds that are worked out when somebody looks. */
export const otherVersions: readonly ResourceDefinition[] = [componentStatus, eventsEvent, horizontalPodAutoscalerV1];
