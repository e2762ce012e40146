import type { Process } from '../../shell/process/types.ts';
import type { WebRequest } from '../web/answer.ts';
import { plain, respond, type ServerApp } from '../web/app.ts';
import { accessLogDate, logDate } from '../web/dates.ts';
import { goFlags, portOf } from './flags.ts';
import { golog } from './klog.ts';

function headerLines(request: WebRequest): readonly string[] {
  return Object.entries(request.headers).map(
    ([name, value]) => `${name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase())}: ${value}`,
  );
}

const address = (process: Process): string => process.machine.network?.address ?? '127.0.0.1';

/** `hashicorp/http-echo -text=hi -listen=:5678` */
export const httpEcho: ServerApp = {
  ports: (process) => {
    const { flags } = goFlags(process.argv.slice(1), ['version']);
    const text = flags.get('text') ?? process.env.get('ECHO_TEXT');
    return text === undefined || text === '' ? 'Missing -text option!\n' : [portOf(flags.get('listen'), 5678)];
  },
  started: (process, [port = 5678]) => golog(process, `[INFO] server is listening on :${port}`),
  answer(request, process, _port, reply) {
    const { flags } = goFlags(process.argv.slice(1), ['version']);
    const text = flags.get('text') ?? process.env.get('ECHO_TEXT') ?? '';
    if (request.path === '/health') return reply(respond(200, 'application/json', '{"status":"ok"}\n'));
    process.stdout.write(
      golog(
        process,
        `${request.headers['host'] ?? ''} ${request.remoteAddress} "${request.method} ${request.target} HTTP/1.1" ${flags.get('status-code') ?? 200} ${text.length + 1} "${request.headers['user-agent'] ?? ''}" 12.5µs`,
      ),
    );
    return reply(plain(Number(flags.get('status-code') ?? 200), `${text}\n`));
  },
};

/** `nginxdemos/hello`; the plain-text tags answer in text. */
export function nginxHello(text: boolean): ServerApp {
  return {
    ports: () => [80],
    answer(request, process, port, reply) {
      const { clock, hostname, random } = process.machine;
      const facts = [
        ['Server address', `${address(process)}:${port}`],
        ['Server name', hostname],
        ['Date', accessLogDate(clock.nowMs())],
        ['URI', request.target],
        ['Request ID', random.hex(32)],
      ];
      process.stdout.write(
        `${request.remoteAddress} - - [${accessLogDate(clock.nowMs())}] "${request.method} ${request.target} HTTP/1.1" 200 0 "-" "${request.headers['user-agent'] ?? '-'}" "-"\n`,
      );
      const lines = facts.map(([name, value]) =>
        text ? `${name}: ${value}` : `<p><span>${name}:</span> <span>${value}</span></p>`,
      );
      return reply(
        text
          ? respond(200, 'text/plain', `${lines.join('\n')}\n`, 'nginx/1.27.1')
          : respond(
              200,
              'text/html',
              `<!DOCTYPE html>\n<html>\n<head>\n<title>Hello World</title>\n</head>\n<body>\n${lines.join('\n')}\n</body>\n</html>\n`,
              'nginx/1.27.1',
            ),
      );
    },
  };
}

/** `traefik/whoami` */
export const whoami: ServerApp = {
  ports: (process) => {
    const { flags } = goFlags(process.argv.slice(1), ['verbose']);
    return [portOf(flags.get('port') ?? process.env.get('WHOAMI_PORT_NUMBER'), 80)];
  },
  started: (process, [port = 80]) => golog(process, `Starting up on port ${port}`),
  answer(request, process, _port, reply) {
    const { hostname } = process.machine;
    const name = goFlags(process.argv.slice(1), ['verbose']).flags.get('name') ?? process.env.get('WHOAMI_NAME');
    if (request.path === '/health') return reply(plain(200, ''));
    if (request.path === '/api')
      return reply(
        respond(
          200,
          'application/json',
          `${JSON.stringify({ hostname, ip: ['127.0.0.1', address(process)], headers: request.headers, url: request.target, host: request.headers['host'] ?? '', method: request.method, ...(name === undefined ? {} : { name }), remoteAddr: `${request.remoteAddress}:40000` })}\n`,
        ),
      );
    const { host = '', ...others } = request.headers;
    const lines = [
      ...(name === undefined ? [] : [`Name: ${name}`]),
      `Hostname: ${hostname}`,
      'IP: 127.0.0.1',
      'IP: ::1',
      `IP: ${address(process)}`,
      `RemoteAddr: ${request.remoteAddress}:40000`,
      `${request.method} ${request.target} HTTP/1.1`,
      `Host: ${host}`,
      ...headerLines({ ...request, headers: others }),
    ];
    return reply(plain(200, `${lines.join('\n')}\n\n`));
  },
};

/** `google-samples/hello-app` */
export function helloApp(version: string): ServerApp {
  return {
    ports: (process) => [portOf(process.env.get('PORT'), 8080)],
    started: (process, [port = 8080]) => golog(process, `Server listening on port ${port}`),
    answer(request, process, _port, reply) {
      process.stdout.write(golog(process, `Serving request: ${request.path}`));
      reply(plain(200, `Hello, world!\nVersion: ${version}.0\nHostname: ${process.machine.hostname}\n`));
    },
  };
}

/** `google-samples/node-hello` */
export const nodeHello: ServerApp = {
  ports: () => [8080],
  answer(request, process, _port, reply) {
    process.stdout.write(`Received request for URL: ${request.target}\n`);
    reply(plain(200, 'Hello Kubernetes!'));
  },
};

/** `google-samples/kubernetes-bootcamp` */
export function bootcamp(version: string): ServerApp {
  return {
    ports: () => [8080],
    started: (process) =>
      `Kubernetes Bootcamp App Started At: ${logDate(process.machine.clock.nowMs()).replace(' ', 'T')}.000Z | Running On:  ${process.machine.hostname}\n\n`,
    answer(request, process, _port, reply) {
      const { clock, hostname } = process.machine;
      process.stdout.write(
        `Running On: ${hostname} | Total Requests: 1 | App Uptime: 1 seconds | Log Time: ${logDate(clock.nowMs()).replace(' ', 'T')}.000Z\n`,
      );
      void request;
      reply(plain(200, `Hello Kubernetes bootcamp! | Running on: ${hostname} | v=${version}\n`));
    },
  };
}

/** `kuard`: alive and ready; its page names the pod. */
export const kuard: ServerApp = {
  ports: () => [8080],
  started: (process) =>
    golog(process, 'Starting kuard version: v0.10.0-blue') + golog(process, 'Serving on HTTP on :8080'),
  answer(request, process, _port, reply) {
    if (request.path === '/healthy' || request.path === '/ready') return reply(plain(200, 'ok'));
    const { hostname } = process.machine;
    return reply(
      request.path === '/'
        ? respond(
            200,
            'text/html',
            `<!doctype html>\n<html lang="en">\n<head><title>KUAR Demo</title></head>\n<body><h1>KUAR Demo</h1><p>Hostname: ${hostname}</p><p>IP: ${address(process)}</p></body>\n</html>\n`,
          )
        : plain(404, '404 page not found\n'),
    );
  },
};

/** `stefanprodan/podinfo` */
export function podinfo(version: string): ServerApp {
  return {
    ports: (process) => [portOf(goFlags(process.argv.slice(1)).flags.get('port'), 9898)],
    health: (_service, _process, reply) => reply('SERVING'),
    started: (_process, [port = 9898]) => `{"level":"info","msg":"Starting HTTP Server.","addr":":${port}"}\n`,
    answer(request, process, _port, reply) {
      const json = (status: number, value: object): void =>
        reply(respond(status, 'application/json; charset=utf-8', `${JSON.stringify(value, null, 2)}\n`));
      if (request.path === '/healthz' || request.path === '/readyz') return json(200, { status: 'OK' });
      if (request.path === '/version') return json(200, { version, commit: 'unknown' });
      if (request.path === '/' || request.path === '/api/info')
        return json(200, {
          hostname: process.machine.hostname,
          version,
          message: process.env.get('PODINFO_UI_MESSAGE') ?? `greetings from podinfo v${version}`,
          goos: 'linux',
          goarch: 'amd64',
        });
      return reply(plain(404, '404 page not found\n'));
    },
  };
}

/** `registry.k8s.io/echoserver` */
export const echoserver: ServerApp = {
  ports: () => [8080],
  answer(request, process, port, reply) {
    const namespace = process.env.get('POD_NAMESPACE');
    const lines = [
      '',
      `Hostname: ${process.machine.hostname}`,
      '',
      'Pod Information:',
      namespace === undefined ? '\t-no pod information available-' : `\tpod namespace: ${namespace}`,
      '',
      'Server values:',
      '\tserver_version=nginx: 1.13.3 - lua: 10008',
      '',
      'Request Information:',
      `\tclient_address=${request.remoteAddress}`,
      `\tmethod=${request.method}`,
      `\treal path=${request.target}`,
      `\tquery=${request.target.split('?')[1] ?? ''}`,
      '\trequest_version=1.1',
      '\trequest_scheme=http',
      `\trequest_uri=http://${request.headers['host'] ?? ''}:${port}${request.target}`,
      '',
      'Request Headers:',
      ...Object.entries(request.headers).map(([name, value]) => `\t${name}=${value}`),
      '',
      'Request Body:',
      request.body === '' ? '\t-no body in request-' : request.body,
      '',
    ];
    reply(respond(200, 'text/plain', `${lines.join('\n')}\n`, 'echoserver'));
  },
};
