import type { ImageDefinition } from '../image.ts';
import { nginxEntrypoint } from '../nginx/entrypoint.ts';
import { nginxProgram } from '../nginx/program.ts';
import { debianToolsWithCurl, once, programsOf } from './programs.ts';
import { buildRoot, commonFiles, DEBIAN_12, DEBIAN_DIRECTORIES, DEBIAN_LINKS, programsIn } from './root-tree.ts';
import { COMMON_VARIANTS, newestOf, type Releases, releaseOf } from './tags.ts';

const INDEX = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const ERROR_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
<p>Sorry, the page you are looking for is currently unavailable.<br/>
Please try again later.</p>
<p><em>Faithfully yours, nginx.</em></p>
</body>
</html>
`;

const NGINX_CONF = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    access_log  /var/log/nginx/access.log;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

const DEFAULT_CONF = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const MIME_TYPES = `types {
    text/html                             html htm shtml;
    text/css                              css;
    text/plain                            txt;
    application/javascript                js;
    application/json                      json;
    image/svg+xml                         svg svgz;
}
`;

/** What the image's Debian leaves out. */
const MISSING = new Set([
  'ps',
  'kill',
  'pkill',
  'killall',
  'nslookup',
  'wget',
  'nc',
  'vi',
  'nano',
  'less',
  'jq',
  'watch',
]);
const NGINX_TOOLS = [...debianToolsWithCurl.keys()].filter((name) => !MISSING.has(name));

/** Releases of nginx, and the words that name one. */
const RELEASES: Releases = {
  minors: {
    '1.29': 3,
    '1.28': 0,
    '1.27': 5,
    '1.26': 3,
    '1.25': 5,
    '1.24': 0,
    '1.23': 4,
    '1.22': 1,
    '1.21': 6,
    '1.20': 2,
    '1.19': 10,
    '1.18': 0,
    '1.17': 10,
    '1.16': 1,
    '1.15': 12,
    '1.14': 2,
    '1.13': 12,
    '1.12': 2,
    '1.11': 13,
    '1.10': 3,
    '1.9': 15,
    '1.8': 1,
    '1.7': 12,
  },
  variants: [...COMMON_VARIANTS, 'perl', 'otel'],
  words: { stable: '1.28.0', mainline: '1.29.3', 'stable-alpine': '1.28.0', 'mainline-alpine': '1.29.3' },
};

/** nginx that registry.k8s.io's small image holds. */
const SLIM_RELEASES: { readonly [tag: string]: string } = {
  '0.27': '1.27.1',
  '0.26': '1.26.1',
  '0.25': '1.25.5',
  '0.24': '1.24.0',
  '0.23': '1.23.4',
  '0.22': '1.22.1',
  '0.21': '1.21.6',
  '0.20': '1.20.2',
  '0.9': '1.13.1',
  '0.8': '1.11.5',
  '0.7': '1.9.15',
  '0.6': '1.9.11',
  '0.5': '1.9.9',
};

/** `nginx`: serves files by its configuration, logs requests, proxies, reloads. */
export const nginx: ImageDefinition = {
  ...nginxImage((tag) => releaseOf(RELEASES, tag) ?? newestOf(RELEASES)),
  repository: 'docker.io/library/nginx',
  tags: [newestOf(RELEASES)],
  hasTag: (tag) => releaseOf(RELEASES, tag) !== undefined,
  sizeBytes: 72_000_000,
};

/** `registry.k8s.io/nginx-slim`: nginx as the documentation's StatefulSets have it. */
export const nginxSlim: ImageDefinition = {
  ...nginxImage((tag) => SLIM_RELEASES[tag] ?? '1.27.1'),
  repository: 'registry.k8s.io/nginx-slim',
  tags: Object.keys(SLIM_RELEASES),
  sizeBytes: 40_000_000,
};

function nginxImage(version: (tag: string) => string): Omit<ImageDefinition, 'repository' | 'tags' | 'sizeBytes'> {
  return {
    entrypoint: [],
    command: ['nginx', '-g', 'daemon off;'],
    env: [],
    workingDir: '/',
    stopSignal: 3,
    prologue: nginxEntrypoint(DEFAULT_CONF),
    files: once((tag) =>
      buildRoot({
        directories: [
          ...DEBIAN_DIRECTORIES,
          '/docker-entrypoint.d',
          '/usr/share/nginx/html',
          '/etc/nginx/conf.d',
          '/var/cache/nginx',
          '/var/log/nginx',
        ],
        links: {
          ...DEBIAN_LINKS,
          '/var/log/nginx/access.log': '/dev/stdout',
          '/var/log/nginx/error.log': '/dev/stderr',
        },
        programs: { ...programsIn('/usr/bin', NGINX_TOOLS), '/usr/sbin/nginx': 'nginx' },
        files: {
          ...commonFiles(DEBIAN_12),
          '/usr/share/nginx/html/index.html': INDEX,
          '/usr/share/nginx/html/50x.html': ERROR_PAGE,
          '/etc/nginx/nginx.conf': NGINX_CONF,
          '/etc/nginx/mime.types': MIME_TYPES,
          '/etc/nginx/conf.d/default.conf': DEFAULT_CONF,
          '/docker-entrypoint.sh': `#!/bin/sh\n# nginx ${version(tag)}: prepares the configuration, then runs the command\nexec "$@"\n`,
        },
      }),
    ),
    programs: once((tag) => programsOf(debianToolsWithCurl, { nginx: nginxProgram(version(tag)) })),
  };
}
