import type { ResourceKey } from '../client.ts';

/** What the server warns of whenever a resource is used. Models: the prerelease-lifecycle markers of each API type */
export const DEPRECATIONS: { readonly [resource: ResourceKey]: string } = {
  componentstatuses: 'v1 ComponentStatus is deprecated in v1.19+',
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};
