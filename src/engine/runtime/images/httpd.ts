import { HTTPD_CONF, httpdProgram } from '../httpd/program.ts';
import type { ImageDefinition } from '../image.ts';
import { debianTools, once, programsOf } from './programs.ts';
import { buildRoot, commonFiles, DEBIAN_12, DEBIAN_DIRECTORIES, DEBIAN_LINKS, programsIn } from './root-tree.ts';
import { COMMON_VARIANTS, releaseOf } from './tags.ts';

/** `httpd`: serves the files of one document root. */
export const httpd: ImageDefinition = {
  repository: 'docker.io/library/httpd',
  tags: ['2.4.62'],
  hasTag: (tag) => releaseOf({ minors: { '2.4': 65, '2.2': 34 }, variants: COMMON_VARIANTS }, tag) !== undefined,
  sizeBytes: 58_000_000,
  entrypoint: [],
  command: ['httpd-foreground'],
  env: [
    ['PATH', '/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HTTPD_PREFIX', '/usr/local/apache2'],
    ['HTTPD_VERSION', '2.4.62'],
  ],
  workingDir: '/usr/local/apache2',
  stopSignal: 28,
  files: once(() =>
    buildRoot({
      directories: [
        ...DEBIAN_DIRECTORIES,
        '/usr/local/apache2/htdocs',
        '/usr/local/apache2/bin',
        '/usr/local/apache2/conf',
      ],
      links: DEBIAN_LINKS,
      programs: {
        ...programsIn('/usr/bin', debianTools.keys()),
        '/usr/local/apache2/bin/httpd': 'httpd',
        '/usr/local/bin/httpd-foreground': 'httpd',
      },
      files: {
        ...commonFiles(DEBIAN_12),
        '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n',
        [HTTPD_CONF]:
          'ServerRoot "/usr/local/apache2"\nListen 80\nServerAdmin you@example.com\nDocumentRoot "/usr/local/apache2/htdocs"\n',
      },
    }),
  ),
  programs: once(() => programsOf(debianTools, { httpd: httpdProgram() })),
};
