/** How a page may begin. Models: net/http.sniffSignatures */
const PAGE =
  /^\s*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[\s>]|^\s*<!--/i;

/** The media type that Go's server gives an answer that names none. Models: net/http.DetectContentType */
export function sniffed(body: string): string {
  return `${PAGE.test(body) ? 'text/html' : 'text/plain'}; charset=utf-8`;
}
