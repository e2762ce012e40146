/** The tag of an image reference: `latest` where it names neither tag nor digest, '' where it names a digest only. Models: pkg/util/parsers.ParseImageName */
export function imageTag(image: string): string {
  const at = image.indexOf('@');
  const name = at >= 0 ? image.slice(0, at) : image;
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  if (tagged) return name.slice(colon + 1);
  return at >= 0 ? '' : 'latest';
}
