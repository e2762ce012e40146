import { mediaType } from '../../web/answer.ts';
import { plain, respond, type ServerApp } from '../../web/app.ts';
import { goFlags, portOf } from '../flags.ts';
import { sniffed } from './sniff.ts';

/** `test-webserver`: the files of the container's root directory. Models: agnhost/test-webserver */
export function testWebserver(words: readonly string[]): ServerApp {
  const port = portOf(goFlags(words).flags.get('port'), 80);
  return {
    ports: () => [port],
    answer(request, { fs }, _port, reply) {
      const { path } = request;
      if (!fs.exists(path)) return reply(plain(404, '404 page not found\n'));
      if (fs.isDirectory(path)) {
        if (!path.endsWith('/'))
          return reply({ ...plain(301, ''), headers: [['Location', `${path.split('/').at(-1)}/`]] });
        const names = fs.list(path).map((name) => (fs.isDirectory(`${path}${name}`) ? `${name}/` : name));
        const links = names.map((name) => `<a href="${name}">${name}</a>\n`).join('');
        return reply(
          respond(
            200,
            'text/html; charset=utf-8',
            `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links}</pre>\n`,
          ),
        );
      }
      const body = fs.read(path);
      reply(respond(200, mediaType(path, sniffed(body)), body));
    },
  };
}
