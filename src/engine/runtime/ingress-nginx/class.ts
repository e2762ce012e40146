import type { Ingress, IngressClass } from './types.ts';

/** What the controller's flags say about which Ingresses are its own. */
export interface ClassFlags {
  /** `--controller-class` */
  readonly controller: string;
  /** `--ingress-class` */
  readonly annotation: string;
  /** `--watch-ingress-without-class` */
  readonly withoutClass: boolean;
  /** `--ingress-class-by-name` */
  readonly byName: boolean;
}

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/**
 * The class by which an Ingress is the controller's own, or why it is not. Models: ingress-nginx store.GetIngressClass
 */
export function classOf(
  { metadata, spec }: Ingress,
  flags: ClassFlags,
  find: (name: string) => IngressClass | undefined,
): { readonly name: string } | { readonly error: string } {
  const annotated = metadata.annotations?.[CLASS_ANNOTATION];
  if (annotated !== undefined) {
    if (annotated === '' && flags.withoutClass) return { name: '' };
    if (annotated !== flags.annotation)
      return { error: `ingress class annotation is not equal to the expected by Ingress Controller` };
    return { name: annotated };
  }
  const name = spec?.ingressClassName;
  if (name !== undefined && name !== '') {
    const known = find(name);
    const isOwn = known?.spec?.controller === flags.controller || (flags.byName && name === flags.annotation);
    return known !== undefined && isOwn ? { name } : { error: `no object matching key "${name}" in local store` };
  }
  return flags.withoutClass ? { name: '' } : { error: 'ingress does not contain a valid IngressClass' };
}
