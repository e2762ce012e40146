import { exchange } from '../../cluster/network/exchange.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import { redisCall } from '../redis/client.ts';
import { plain, respond, type ServerApp, serveUntilStopped } from '../web/app.ts';
import { portOf } from './flags.ts';

/** Port of each service of the demo shop. */
export const SHOP_PORTS = {
  emailservice: 8080,
  checkoutservice: 5050,
  recommendationservice: 8080,
  paymentservice: 50_051,
  productcatalogservice: 3550,
  cartservice: 7070,
  currencyservice: 7000,
  shippingservice: 50_051,
  adservice: 9555,
  shoppingassistantservice: 80,
} as const;

/** Variables that a service cannot start without. */
const NEEDED: { readonly [service: string]: readonly string[] } = {
  checkoutservice: [
    'SHIPPING_SERVICE_ADDR',
    'PRODUCT_CATALOG_SERVICE_ADDR',
    'CART_SERVICE_ADDR',
    'CURRENCY_SERVICE_ADDR',
    'EMAIL_SERVICE_ADDR',
    'PAYMENT_SERVICE_ADDR',
  ],
  recommendationservice: ['PRODUCT_CATALOG_SERVICE_ADDR'],
  frontend: [
    'PRODUCT_CATALOG_SERVICE_ADDR',
    'CURRENCY_SERVICE_ADDR',
    'CART_SERVICE_ADDR',
    'RECOMMENDATION_SERVICE_ADDR',
    'CHECKOUT_SERVICE_ADDR',
    'SHIPPING_SERVICE_ADDR',
    'AD_SERVICE_ADDR',
  ],
};

function missing(process: Process, service: string): string | undefined {
  const name = (NEEDED[service] ?? []).find((variable) => (process.env.get(variable) ?? '') === '');
  return name === undefined
    ? undefined
    : `panic: environment variable "${name}" not set\n\ngoroutine 1 [running]:\nmain.mustMapEnv(...)\n`;
}

/** A gRPC service of the demo shop: it serves its health. */
export function shopService(name: keyof typeof SHOP_PORTS): ServerApp {
  const fallback = SHOP_PORTS[name];
  return {
    ports: (process) => missing(process, name) ?? [portOf(process.env.get('PORT'), fallback)],
    health: (_service, _process, reply) => reply('SERVING'),
    started: (_process, [port = fallback]) =>
      `{"message":"starting gRPC server on port ${port}","severity":"info","service":"${name}"}\n`,
    exitCode: 0,
  };
}

/** The cart: its health is that of redis, when it has one. */
export const cartService: Program = function* (process): Task<number> {
  const [host = '', port = '6379'] = (process.env.get('REDIS_ADDR') ?? '').split(':');
  const { network } = process.machine;
  return yield* serveUntilStopped(
    process,
    {
      ports: () => [],
      health: (_service, _process, reply) => {
        if (host === '' || network === undefined) reply('SERVING');
        else
          redisCall(network, host, Number(port), ['PING'], (got) =>
            reply(got === undefined ? 'NOT_SERVING' : 'SERVING'),
          );
      },
      started: () =>
        host === ''
          ? 'Redis cache host(hostname+port) was not specified. Starting a cart service using in memory store\n'
          : `Connecting to Redis: ${host}:${port}\n`,
    },
    [portOf(process.env.get('ASPNETCORE_HTTP_PORTS') ?? process.env.get('PORT'), SHOP_PORTS.cartservice)],
  );
};

const HOME = `<!DOCTYPE html>
<html lang="en">
<head><title>Online Boutique</title></head>
<body>
  <main role="main" class="home">
    <h3>Hot Products</h3>
    <div class="hot-product-card"><a href="/product/OLJCESPC7Z"><div class="hot-product-card-name">Sunglasses</div><div class="hot-product-card-price">$19.99</div></a></div>
    <div class="hot-product-card"><a href="/product/66VCHSJNUP"><div class="hot-product-card-name">Tank Top</div><div class="hot-product-card-price">$18.99</div></a></div>
    <div class="hot-product-card"><a href="/product/1YMWWN1N4O"><div class="hot-product-card-name">Watch</div><div class="hot-product-card-price">$109.99</div></a></div>
  </main>
</body>
</html>
`;

/** The shop's web page: it needs its catalogue, its currencies and its cart. */
export const shopFrontend: ServerApp = {
  ports: (process) => missing(process, 'frontend') ?? [portOf(process.env.get('PORT'), 8080)],
  started: (_process, [port = 8080]) => `{"message":"starting server on :${port}","severity":"info"}\n`,
  answer(request, process, _port, reply) {
    if (request.path === '/_healthz') {
      reply(plain(200, 'ok'));
      return;
    }
    if (request.path === '/robots.txt') {
      reply(plain(200, 'User-agent: *\nDisallow: /'));
      return;
    }
    const { network } = process.machine;
    const needed = ['PRODUCT_CATALOG_SERVICE_ADDR', 'CURRENCY_SERVICE_ADDR', 'CART_SERVICE_ADDR'];
    const ask = (at: number): void => {
      const variable = needed[at];
      if (variable === undefined || network === undefined) {
        const known = /^\/(?:cart|product\/\w+)?$/.test(request.path);
        reply(known ? respond(200, 'text/html; charset=utf-8', HOME) : plain(404, '404 page not found\n'));
        return;
      }
      const [host = '', port = ''] = (process.env.get(variable) ?? '').split(':');
      network.dial(host, Number(port), 3000, (result) => {
        if (result.kind === 'open') {
          result.connection.end();
          ask(at + 1);
          return;
        }
        const why = `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp ${host}:${port}: ${result.kind === 'refused' ? 'connect: connection refused' : 'i/o timeout'}"`;
        process.stdout.write(`${JSON.stringify({ error: why, message: 'request error', severity: 'error' })}\n`);
        reply(
          respond(
            500,
            'text/html; charset=utf-8',
            `<h1>Uh, oh!</h1>\n<p>Something has failed. Below are some details for debugging.</p>\n<p><strong>HTTP Status:</strong> 500 Internal Server Error</p>\n<pre>${why}</pre>\n`,
          ),
        );
      });
    };
    ask(0);
  },
};

const ROUND_MS = 5000;

/** The load generator: asks the shop's page again and again, and prints what came. */
export const loadGenerator: Program = function* (process): Task<number> {
  const [host = '', port = '80'] = (process.env.get('FRONTEND_ADDR') ?? '').split(':');
  const { network, clock } = process.machine;
  if (host === '' || network === undefined) {
    process.stderr.write('Missing FRONTEND_ADDR\n');
    return 1;
  }
  process.onSignal(15, () => process.machine.kill(process.pid, 9));
  process.stdout.write('Starting Locust 2.32.2\nAll users spawned: {"WebsiteUser": 10} (10 total users)\n');
  const paths = ['/', '/product/OLJCESPC7Z', '/cart', '/product/66VCHSJNUP'];
  for (let round = 0; ; round += 1) {
    let outcome = '';
    yield* process.wait({
      on: 'api',
      start: (wake) =>
        exchange(
          network,
          {
            host,
            port: Number(port),
            method: 'GET',
            target: paths[round % paths.length] ?? '/',
            headers: [['Host', host]],
            timeoutMs: 10_000,
            clock,
          },
          (result) => {
            outcome = result.kind === 'failed' ? result.message : String(result.status);
            wake();
          },
        ),
    });
    if (outcome !== '200') process.stdout.write(`GET ${paths[round % paths.length]} failed: ${outcome}\n`);
    yield* process.sleep(ROUND_MS, 'background');
  }
};
