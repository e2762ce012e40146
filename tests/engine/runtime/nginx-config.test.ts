import { describe, expect, it } from 'vitest';
import { NginxConfigError, parseConfig } from '../../../src/engine/runtime/nginx/config.ts';
import { locationFor, type Site, siteOf } from '../../../src/engine/runtime/nginx/site.ts';

function site(server: string): Site {
  const files: { readonly [path: string]: string } = {
    '/etc/nginx/nginx.conf': 'events {}\nhttp {\n include /etc/nginx/conf.d/*.conf;\n}\n',
    '/etc/nginx/conf.d/default.conf': server,
  };
  return siteOf(
    parseConfig('/etc/nginx/nginx.conf', {
      read: (path) => files[path],
      match: () => ['/etc/nginx/conf.d/default.conf'],
    }),
  );
}

function complaint(server: string): string {
  try {
    site(server);
  } catch (error) {
    if (error instanceof NginxConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('nginx configuration', () => {
  it('gives ports, names and locations', () => {
    const [server] = site(
      'server { listen 8080; listen [::]:8080; server_name a b; location / { return 200 "hi"; } }',
    ).servers;
    expect(server?.ports).toEqual([{ port: 8080, isDefault: false, loopback: false }]);
    expect(server?.names).toEqual(['a', 'b']);
    expect(server?.locations[0]?.directives[0]?.args).toEqual(['200', 'hi']);
  });

  it('reads a backslash as nginx does: line breaks and quotes, and itself before anything else', () => {
    const [server] = site(
      String.raw`server { location / { return 200 "a\n\"b\"\d"; } location ~ \.php$ { return 404 no\tpage; } }`,
    ).servers;
    const [first, second] = server?.locations ?? [];
    expect(first?.directives[0]?.args).toEqual(['200', 'a\n"b"\\d']);
    expect(second?.directives[0]?.args).toEqual(['404', 'no\tpage']);
    expect(String(second?.path)).toContain('\\.php');
  });

  it('is refused in nginx own words', () => {
    expect(complaint('server { lissten 80; }')).toBe('unknown directive "lissten" in /etc/nginx/conf.d/default.conf:1');
    expect(complaint('server {\n listen 80;\n')).toBe(
      'unexpected end of file, expecting "}" in /etc/nginx/conf.d/default.conf:2',
    );
    expect(complaint('server {\n listen 80\n}')).toBe('unexpected "}" in /etc/nginx/conf.d/default.conf:3');
    expect(complaint('server { rewrite ^ /x; }')).toMatch(/not simulated/);
  });

  it('picks the location as nginx documents it', () => {
    const [server] = site(
      'server { location / {} location /a {} location = /a/b {} location ~ \\.php$ {} location ^~ /static {} }',
    ).servers;
    if (server === undefined) throw new Error('no server');
    const picked = (path: string): string | undefined => locationFor(server, path)?.path;
    expect(picked('/')).toBe('/');
    expect(picked('/abc')).toBe('/a');
    expect(picked('/a/b')).toBe('/a/b');
    expect(picked('/a/x.php')).toBe('\\.php$');
    expect(picked('/static/x.php')).toBe('/static');
  });
});
