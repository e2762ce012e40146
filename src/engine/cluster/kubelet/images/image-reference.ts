const DOMAIN = /^(localhost|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*)(:\d+)?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** Why a text is not an image reference, in the words of the reference parser; undefined when it is one. Models: distribution/reference.ParseNormalizedNamed */
export function imageReferenceError(image: string): string | undefined {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  if (at >= 0 && !DIGEST.test(image.slice(at + 1))) return 'invalid reference format';
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  if (tagged && !TAG.test(named.slice(colon + 1))) return 'invalid reference format';
  const parts = (tagged ? named.slice(0, colon) : named).split('/');
  const first = parts[0] ?? '';
  const hasDomain = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  if (hasDomain && !DOMAIN.test(first)) return 'invalid reference format';
  const path = hasDomain ? parts.slice(1) : parts;
  if (path.every((part) => COMPONENT.test(part))) return undefined;
  const upper =
    path.join('/') !== path.join('/').toLowerCase() && path.every((part) => COMPONENT.test(part.toLowerCase()));
  return upper
    ? 'invalid reference format: repository name (library/'.concat(`${path.join('/')}) must be lowercase`)
    : 'invalid reference format';
}
