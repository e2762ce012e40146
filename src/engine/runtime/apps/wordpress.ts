import type { Process, Program, Task } from '../../shell/process/types.ts';
import { callSql, type SqlCall } from '../sql/wire.ts';
import type { WebAnswer } from '../web/answer.ts';
import { respond, type ServerApp, serveUntilStopped } from '../web/app.ts';
import { accessLogDate, httpdLogDate } from '../web/dates.ts';
import { entrypoint, variable } from './entrypoint.ts';

const ROOT = '/var/www/html';

function databaseOf(process: Process): { readonly host: string; readonly port: number; readonly call: SqlCall } {
  const [host = 'mysql', port = '3306'] = (variable(process, 'WORDPRESS_DB_HOST') ?? 'mysql').split(':');
  return {
    host,
    port: Number(port),
    call: {
      user: variable(process, 'WORDPRESS_DB_USER') ?? 'root',
      password: variable(process, 'WORDPRESS_DB_PASSWORD') ?? '',
      database: variable(process, 'WORDPRESS_DB_NAME') ?? 'wordpress',
      sql: 'show tables',
    },
  };
}

function page(status: number, title: string, body: string): WebAnswer {
  return respond(
    status,
    'text/html; charset=UTF-8',
    `<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />\n\t<title>${title}</title>\n</head>\n<body>\n${body}\n</body>\n</html>\n`,
    'Apache/2.4.62 (Debian)',
  );
}

const CANNOT_CONNECT = page(
  500,
  'Database Error',
  '<div class="wp-die-message"><h1>Error establishing a database connection</h1></div>',
);
const CANNOT_SELECT = page(500, 'Database Error', '<div class="wp-die-message"><h1>Cannot select database</h1></div>');
const INSTALL = page(
  200,
  'WordPress &rsaquo; Installation',
  '<h1>Welcome</h1>\n<p>Welcome to the famous five-minute WordPress installation process!</p>\n<form id="setup" method="post" action="install.php?step=2" novalidate="novalidate"></form>',
);

function redirect(location: string): WebAnswer {
  return {
    ...page(302, '', ''),
    headers: [
      ['Server', 'Apache/2.4.62 (Debian)'],
      ['Location', location],
      ['Content-Type', 'text/html; charset=UTF-8'],
    ],
  };
}

const app: ServerApp = {
  ports: () => [80],
  started: (process) => {
    const at = httpdLogDate(process.machine.clock.nowMs());
    return `[${at}] [mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.62 (Debian) PHP/8.2.26 configured -- resuming normal operations\n[${at}] [core:notice] [pid 1] AH00094: Command line: 'apache2 -D FOREGROUND'\n`;
  },
  answer(request, process, _port, reply) {
    const { network, clock } = process.machine;
    const answered = (answer: WebAnswer): void => {
      process.stdout.write(
        `${request.remoteAddress} - - [${accessLogDate(clock.nowMs())}] "${request.method} ${request.target} HTTP/1.1" ${answer.status} ${answer.body.length} "-" "${request.headers['user-agent'] ?? '-'}"\n`,
      );
      reply(answer);
    };
    if (/^\/(?:readme\.html|license\.txt)$/.test(request.path)) {
      answered(page(200, 'WordPress &#8250; ReadMe', '<h1>WordPress</h1>'));
      return;
    }
    if (network === undefined) {
      answered(CANNOT_CONNECT);
      return;
    }
    const { host, port, call } = databaseOf(process);
    const isSetup = request.path === '/wp-admin/install.php';
    const finishes = isSetup && request.method === 'POST' && request.target.includes('step=2');
    const sql = finishes
      ? 'create table if not exists wp_options (option_id bigint, option_name varchar(191), option_value longtext); show tables'
      : call.sql;
    callSql(network, host, port, { ...call, sql }, (got) => {
      if ('failed' in got) return answered(CANNOT_CONNECT);
      if ('refused' in got) return answered(got.refused.includes('1049') ? CANNOT_SELECT : CANNOT_CONNECT);
      const tables = got.results.find((result) => result.kind === 'rows');
      const installed = tables?.kind === 'rows' && tables.rows.some(([name]) => name === 'wp_options');
      if (finishes)
        return answered(
          page(
            200,
            'WordPress &rsaquo; Installation',
            '<h1>Success!</h1>\n<p>WordPress has been installed. Thank you, and enjoy!</p>',
          ),
        );
      if (!installed)
        return answered(
          isSetup ? INSTALL : redirect(`http://${request.headers['host'] ?? 'localhost'}/wp-admin/install.php`),
        );
      if (isSetup) return answered(page(200, 'WordPress &rsaquo; Installation', '<h1>Already Installed</h1>'));
      return answered(
        page(
          request.path === '/' ? 200 : 404,
          'My Site',
          request.path === '/' ? '<h1>My Site</h1>\n<h2>Hello world!</h2>' : '<h1>Page not found</h1>',
        ),
      );
    });
  },
};

function copyFiles(process: Process): void {
  const { fs } = process;
  if (fs.exists(`${ROOT}/wp-includes/version.php`)) return;
  process.stderr.write(`WordPress not found in ${ROOT} - copying now...\n`);
  if (fs.exists(ROOT) && fs.list(ROOT).length > 0)
    process.stderr.write(`WARNING: ${ROOT} is not empty! (copying anyhow)\n`);
  for (const folder of ['wp-admin', 'wp-content/themes', 'wp-content/plugins', 'wp-includes'])
    fs.makeDirectory(`${ROOT}/${folder}`, { parents: true });
  fs.write(`${ROOT}/index.php`, "<?php\nrequire __DIR__ . '/wp-blog-header.php';\n");
  fs.write(`${ROOT}/wp-includes/version.php`, '<?php\n');
  process.stderr.write(`Complete! WordPress has been successfully copied to ${ROOT}\n`);
}

/** The image's entry script with Apache and WordPress behind it. */
export const wordpress: Program = entrypoint(['apache2-foreground', 'php-fpm'], function* (process): Task<number> {
  copyFiles(process);
  if (!process.fs.exists(`${ROOT}/wp-config.php`) && process.env.get('WORDPRESS_DB_HOST') !== undefined) {
    const names = [...process.env.keys()].filter((name) => name.startsWith('WORDPRESS_')).sort();
    process.stderr.write(
      `No 'wp-config.php' found in ${ROOT}, but 'WORDPRESS_...' variables supplied; copying 'wp-config-docker.php' (${names.join(' ')})\n`,
    );
    process.fs.write(`${ROOT}/wp-config.php`, '<?php\n');
  }
  return yield* serveUntilStopped(process, app, [80]);
});
