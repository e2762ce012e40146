/** Attributes whose value is an address, by element. Models: apimachinery/pkg/util/proxy.atomsToAttrs */
const LINKS: { readonly [element: string]: readonly string[] } = {
  a: ['href'],
  applet: ['codebase'],
  area: ['href'],
  audio: ['src'],
  base: ['href'],
  blockquote: ['cite'],
  body: ['background'],
  button: ['formaction'],
  command: ['icon'],
  del: ['cite'],
  embed: ['src'],
  form: ['action'],
  frame: ['longdesc', 'src'],
  head: ['profile'],
  html: ['manifest'],
  iframe: ['longdesc', 'src'],
  img: ['longdesc', 'src', 'usemap'],
  input: ['src', 'usemap', 'formaction'],
  ins: ['cite'],
  link: ['href'],
  object: ['classid', 'codebase', 'data', 'usemap'],
  q: ['cite'],
  script: ['src'],
  source: ['src'],
  video: ['poster', 'src'],
};

/** A link as it is found from outside: absolute paths on the proxied server lie below the prefix. */
export function rewriteLink(link: string, host: string, prefix: string): string {
  const [, authority, rest = ''] = /^(?:https?:)?\/\/([^/?#]*)([\s\S]*)$/.exec(link) ?? [];
  if (authority !== undefined) return authority === host ? `${prefix}${rest}` : link;
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return link;
  return link.startsWith('/') && !link.startsWith(`${prefix}/`) ? `${prefix}${link}` : link;
}

/** Puts the links of a page below the proxy's prefix. Models: apimachinery/pkg/util/proxy.rewriteHTML */
export function rewriteLinks(html: string, host: string, prefix: string): string {
  return html.replace(/<([a-z]+)((?:\s+[^<>]*)?)>/gi, (whole, element: string, attributes: string) => {
    const names = LINKS[element.toLowerCase()];
    if (names === undefined) return whole;
    const changed = attributes.replace(
      /(\s)([a-z]+)=(?:"([^"]*)"|'([^']*)')/gi,
      (attribute, space: string, name: string, double: string | undefined, single: string | undefined) =>
        names.includes(name.toLowerCase())
          ? `${space}${name}="${rewriteLink(double ?? single ?? '', host, prefix)}"`
          : attribute,
    );
    return `<${element}${changed}>`;
  });
}
