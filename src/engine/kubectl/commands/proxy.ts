import type { ApiRequest } from '../../cluster/apiserver/http.ts';
import { header } from '../../cluster/network/http.ts';
import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { CommandError, ExitError } from '../errors.ts';
import { regexpProblem } from '../go/regexp.ts';
import { logFatal } from '../klog.ts';
import { type Ask, type ProxyRules, serveConnection } from '../proxy/serve.ts';

const EPHEMERAL = { first: 32_768, last: 60_999 };

/** `kubectl proxy`: the API server on a port of the learner's machine, without asking who is there. Models: kubectl/pkg/cmd/proxy */
export const proxyCommand: Command = {
  name: 'proxy',
  use: '[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  short: 'Run a proxy to the Kubernetes API server',
  flags: [
    {
      name: 'accept-hosts',
      type: 'string',
      default: '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$',
      usage: 'Regular expression for hosts that the proxy should accept.',
    },
    {
      name: 'accept-paths',
      type: 'string',
      default: '^.*',
      usage: 'Regular expression for paths that the proxy should accept.',
    },
    { name: 'address', type: 'string', default: '127.0.0.1', usage: 'The IP address on which to serve on.' },
    { name: 'api-prefix', type: 'string', default: '/', usage: 'Prefix to serve the proxied API under.' },
    {
      name: 'append-server-path',
      type: 'bool',
      usage: 'If true, enables automatic path appending of the kube context server path to each request.',
    },
    {
      name: 'disable-filter',
      type: 'bool',
      usage:
        'If true, disable request filtering in the proxy. This is dangerous, and can leave you vulnerable to XSRF attacks, when used with an accessible port.',
    },
    {
      name: 'keepalive',
      type: 'duration',
      usage:
        'keepalive specifies the keep-alive period for an active network connection. Set to 0 to disable keepalive.',
    },
    {
      name: 'port',
      shorthand: 'p',
      type: 'int',
      default: '8001',
      usage: 'The port on which to run the proxy. Set to 0 to pick a random port.',
    },
    {
      name: 'reject-methods',
      type: 'string',
      default: '^$',
      usage:
        "Regular expression for HTTP methods that the proxy should reject (example --reject-methods='POST,PUT,PATCH'). ",
    },
    {
      name: 'reject-paths',
      type: 'string',
      default: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
      usage:
        'Regular expression for paths that the proxy should reject. Paths specified here will be rejected even accepted by --accept-paths.',
    },
    {
      name: 'unix-socket',
      shorthand: 'u',
      type: 'string',
      usage: 'Unix socket on which to run the proxy.',
      unsimulated: true,
    },
    {
      name: 'www',
      shorthand: 'w',
      type: 'string',
      usage: 'Also serve static files from the given directory under the specified prefix.',
      unsimulated: true,
    },
    {
      name: 'www-prefix',
      shorthand: 'P',
      type: 'string',
      default: '/static/',
      usage: 'Prefix to serve static files under, if static file directory is specified.',
    },
  ],
  run: runProxy,
};

function* runProxy(context: CommandContext): Task<number> {
  const { flags, process } = context;
  const rules = readRules(context);
  const { network, random } = process.machine;
  if (network === undefined) throw new CommandError('unable to listen: this machine has no network');
  const client = context.client();
  const ask: Ask = ({ method, path, headers, body }) =>
    client.raw({
      method: method as ApiRequest['method'],
      path,
      accept: header(headers, 'Accept') ?? 'application/json',
      ...(body === '' ? {} : { body, contentType: header(headers, 'Content-Type') ?? 'application/json' }),
    });
  let port = flags.int('port');
  while (port === 0 || (flags.int('port') === 0 && network.listening().includes(port))) {
    port = random.integer(EPHEMERAL.first, EPHEMERAL.last);
  }
  if (port < 0 || port > 65_535) throw new CommandError(`listen tcp: address ${port}: invalid port`);
  const address = flags.string('address');
  const listener = network.listen(
    port,
    (connection) => serveConnection(connection, rules, ask),
    address === '127.0.0.1',
  );
  if (listener === undefined) {
    throw new CommandError(`listen tcp ${address}:${port}: bind: address already in use`);
  }
  context.out(`Starting to serve on ${address}:${port}\n`);
  try {
    for (;;) yield* process.wait({ on: 'api', start: () => () => undefined });
  } finally {
    listener.close();
  }
}

function readRules(context: CommandContext): ProxyRules {
  const { flags } = context;
  const patterns = (name: string): readonly RegExp[] =>
    flags
      .string(name)
      .split(',')
      .map((source) => {
        try {
          return new BoundedRegExp(source);
        } catch {
          const why = `Error compiling re: error parsing regexp: ${regexpProblem(source)}`;
          logFatal(context, 'proxy_server.go:83', why);
          throw new ExitError(255);
        }
      });
  const prefix = flags.string('api-prefix');
  return {
    acceptPaths: patterns('accept-paths'),
    rejectPaths: patterns('reject-paths'),
    acceptHosts: patterns('accept-hosts'),
    rejectMethods: patterns('reject-methods'),
    apiPrefix: prefix.endsWith('/') ? prefix : `${prefix}/`,
    open: flags.bool('disable-filter'),
  };
}
