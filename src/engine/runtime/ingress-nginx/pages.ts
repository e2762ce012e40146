import { reasonPhrase } from '../../cluster/network/http.ts';
import type { WebAnswer } from '../web/answer.ts';

/** nginx' own words where they differ from the standard's. */
const REASONS: { readonly [status: number]: string } = {
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** A page of nginx' own, without its version (`server_tokens off`). */
export function page(status: number, headers: readonly (readonly [string, string])[] = []): WebAnswer {
  const reason = REASONS[status] ?? reasonPhrase(status);
  const shown = status === 302 ? '302 Found' : `${status} ${reason}`;
  return {
    status,
    reason,
    headers: [['Content-Type', 'text/html'], ...headers],
    body: `<html>\r\n<head><title>${shown}</title></head>\r\n<body>\r\n<center><h1>${shown}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  };
}
