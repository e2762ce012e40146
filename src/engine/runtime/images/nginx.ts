import type { ImageDefinition } from '../image.ts';
import { nginxEntrypoint } from '../nginx/entrypoint.ts';
import { nginxProgram } from '../nginx/program.ts';
import { debianToolsWithCurl, once, programsOf } from './programs.ts';
import { buildRoot, commonFiles, DEBIAN_12, DEBIAN_DIRECTORIES, DEBIAN_LINKS, programsIn } from './root-tree.ts';

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

/** Image tags and the release that each names. */
const RELEASES: { readonly [tag: string]: string } = {
  '1.29': '1.29.3',
  '1.28': '1.28.0',
  '1.27': '1.27.5',
  '1.26': '1.26.3',
  '1.25': '1.25.5',
  '1.24': '1.24.0',
  '1.23': '1.23.4',
  '1.22': '1.22.1',
  '1.21': '1.21.6',
  '1.20': '1.20.2',
  '1.19': '1.19.10',
  '1.18': '1.18.0',
  '1.17': '1.17.10',
  '1.16': '1.16.1',
  '1.15': '1.15.12',
  '1.14': '1.14.2',
  '1.14.2': '1.14.2',
  '1.16.1': '1.16.1',
  '1.7.9': '1.7.9',
  stable: '1.28.0',
  mainline: '1.29.3',
  alpine: '1.29.3',
  '1.25-alpine': '1.25.5',
  '1.27-alpine': '1.27.5',
};

function version(tag: string): string {
  return RELEASES[tag] ?? '1.29.3';
}

/** `nginx`: serves files by its configuration, logs requests, proxies, reloads. */
export const nginx: ImageDefinition = {
  repository: 'docker.io/library/nginx',
  tags: Object.keys(RELEASES),
  sizeBytes: 72_000_000,
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
      links: { ...DEBIAN_LINKS, '/var/log/nginx/access.log': '/dev/stdout', '/var/log/nginx/error.log': '/dev/stderr' },
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
