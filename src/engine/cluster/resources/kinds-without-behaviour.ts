import type { ResourceDefinition } from './definition.ts';
import { ingress } from './networking/ingress.ts';
import { ingressClass } from './networking/ingress-class.ts';
import { networkPolicy } from './networking/network-policy.ts';

/**
 * Kinds whose facts are written down and on which nobody acts yet: no controller, admission or authorizer. The API server does not
 * serve them, so that nothing looks as if it worked. Whoever adds the behaviour moves the kind to `registry.ts`.
 */
export const kindsWithoutBehaviour: readonly ResourceDefinition[] = [ingressClass, ingress, networkPolicy];
