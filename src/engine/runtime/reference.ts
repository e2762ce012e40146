/** An image reference taken apart. Models: distribution/reference */
export interface ImageReference {
  /** `docker.io/library/nginx` */
  readonly repository: string;
  readonly tag: string;
}

/** Reads `nginx`, `nginx:1.25`, `registry.k8s.io/pause:3.10`, `name@sha256:…` (the digest is dropped, the tag is then ''). The kubelet has checked its form. */
export function parseReference(text: string): ImageReference {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const path = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? (at < 0 ? 'latest' : '') : named.slice(colon + 1);
  const first = path.split('/', 1)[0] ?? '';
  const hasHost = path.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost');
  if (hasHost) {
    const hub = /^(?:index\.)?docker\.io\/([^/]+)$/.exec(path);
    return { repository: hub === null ? path : `docker.io/library/${hub[1]}`, tag };
  }
  return { repository: path.includes('/') ? `docker.io/${path}` : `docker.io/library/${path}`, tag };
}

/** `docker.io/library/nginx:1.25` */
export function canonical(reference: ImageReference): string {
  return `${reference.repository}:${reference.tag}`;
}
