import type { ImageDefinition } from '../image.ts';
import { phpApache } from '../load/php-apache.ts';
import { debianToolsWithCurl, once, programsOf } from './programs.ts';
import { buildRoot, commonFiles, DEBIAN_12, DEBIAN_DIRECTORIES, DEBIAN_LINKS, programsIn } from './root-tree.ts';

const PAGE = `<?php
  $x = 0.0001;
  for ($i = 0; $i <= 1000000; $i++) {
    $x += sqrt($x);
  }
  echo "OK!";
?>
`;

/** `registry.k8s.io/hpa-example`: a web page that costs CPU time. */
export const hpaExample: ImageDefinition = {
  repository: 'registry.k8s.io/hpa-example',
  tags: ['latest'],
  sizeBytes: 180_000_000,
  entrypoint: [],
  command: ['apache2-foreground'],
  env: [],
  workingDir: '/var/www/html',
  stopSignal: 28,
  files: once(() =>
    buildRoot({
      directories: [...DEBIAN_DIRECTORIES, '/var/www/html'],
      links: DEBIAN_LINKS,
      programs: {
        ...programsIn('/usr/bin', debianToolsWithCurl.keys()),
        '/usr/local/bin/apache2-foreground': 'apache2-foreground',
      },
      files: { ...commonFiles(DEBIAN_12), '/var/www/html/index.php': PAGE },
    }),
  ),
  programs: once(() => programsOf(debianToolsWithCurl, { 'apache2-foreground': phpApache })),
};
