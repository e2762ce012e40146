import { exchange } from '../../../cluster/network/exchange.ts';
import type { Process } from '../../../shell/process/types.ts';
import type { WebAnswer, WebRequest } from '../../web/answer.ts';
import { plain, type ServerApp } from '../../web/app.ts';
import { goFlags, portOf } from '../flags.ts';
import { formArguments, REFUSALS, refusal } from './form.ts';

const TIMEOUT_MS = 30_000;
/** A request that asks for more parts than that is held to it: each is a process of a consumer. */
const MOST_REQUESTS = 1000;

/** One thing that consumers can be asked for. */
interface Errand {
  readonly amount: 'millicores' | 'megabytes' | 'delta';
  readonly size: string;
  readonly plan: (count: number, size: number, rest: number) => string;
  readonly done: (amount: number, metric: string) => string;
}

const ERRANDS: { readonly [path: string]: Errand } = {
  '/ConsumeCPU': {
    amount: 'millicores',
    size: 'requestSizeMillicores',
    plan: (count, size, rest) =>
      `sending ${count} requests to consume ${size} millicores each and 1 request to consume ${rest} millicores`,
    done: (amount) => `Consumed ${amount} millicores\n`,
  },
  '/ConsumeMem': {
    amount: 'megabytes',
    size: 'requestSizeMegabytes',
    plan: (count, size, rest) =>
      `sending ${count} requests to consume ${size} MB each and 1 request to consume ${rest} MB`,
    done: (amount) => `Consumed ${amount} megabytes\n`,
  },
  '/BumpMetric': {
    amount: 'delta',
    size: 'requestSizeMetrics',
    plan: (count, size, rest) =>
      `sending ${count} requests to bump custom metric by ${size} each and 1 request to bump by ${rest}`,
    done: (amount, metric) => `Bumped metric ${metric} by ${amount}\n`,
  },
};

/** `agnhost resource-consumer-controller`: spreads what is asked of it over the consumers behind a service. Models: agnhost/resource-consumer-controller */
export function consumerController(words: readonly string[]): ServerApp {
  const { flags } = goFlags(words);
  return {
    ports: () => [portOf(flags.get('port'), 8080)],
    answer: (request, process, _port, reply) => spread(request, process, flags, reply),
  };
}

/** What a request asks for, in parts. */
interface Plan {
  readonly errand: Errand;
  readonly durationSec: string;
  readonly metric: string;
  readonly parts: readonly number[];
  readonly said: string;
}

function planOf(request: WebRequest): Plan | { readonly refused: WebAnswer } {
  if (request.method !== 'POST') return { refused: refusal(400, REFUSALS.method) };
  const errand = ERRANDS[request.path];
  if (errand === undefined) return { refused: refusal(404, REFUSALS.unknown) };
  const names = ['durationSec', errand.amount, errand.size, ...(errand.amount === 'delta' ? ['metric'] : [])];
  const form = formArguments(request, names);
  if ('refused' in form) return form;
  const [amount, size] = [Number(form.values(errand.amount)), Number(form.values(errand.size))];
  if (size <= 0) return { refused: refusal(400, REFUSALS.incorrect) };
  const count = Math.trunc(amount / size);
  const rest = amount - count * size;
  return {
    errand,
    durationSec: form.values('durationSec'),
    metric: form.values('metric'),
    parts: [...Array<number>(Math.min(Math.max(0, count), MOST_REQUESTS)).fill(size), ...(rest > 0 ? [rest] : [])],
    said: `RC manager: ${errand.plan(count, size, rest)}\n`,
  };
}

function spread(
  request: WebRequest,
  process: Process,
  flags: ReadonlyMap<string, string>,
  reply: (answer: WebAnswer) => void,
): void {
  const plan = planOf(request);
  if ('refused' in plan || plan.parts.length === 0) {
    reply('refused' in plan ? plan.refused : plain(200, plan.said));
    return;
  }
  const { errand, durationSec, metric, parts } = plan;
  const lines: string[] = [];
  for (const part of parts) {
    const name = errand.amount === 'delta' ? `metric=${encodeURIComponent(metric)}&` : '';
    const body = `${name}durationSec=${durationSec}&${errand.amount}=${part}`;
    ask(process, flags, request.path, body, (failed) => {
      lines.push(failed === undefined ? errand.done(part, metric) : `Failed to connect to consumer: ${failed}\n`);
      if (lines.length === parts.length) reply(plain(200, plan.said + lines.join('')));
    });
  }
}

function ask(
  process: Process,
  flags: ReadonlyMap<string, string>,
  target: string,
  body: string,
  done: (failed: string | undefined) => void,
): void {
  const { network, clock } = process.machine;
  const service = flags.get('consumer-service-name') ?? 'resource-consumer';
  const namespace = flags.get('consumer-service-namespace') ?? 'default';
  const domain = /\ssvc\.(\S+)/.exec(process.fs.read('/etc/resolv.conf'))?.[1] ?? 'cluster.local';
  const host = `${service}.${namespace}.svc.${domain}`;
  const port = portOf(flags.get('consumer-port'), 8080);
  if (network === undefined) {
    done('no network');
    return;
  }
  const headers = [
    ['Host', `${host}:${port}`],
    ['User-Agent', 'Go-http-client/1.1'],
    ['Content-Length', String(body.length)],
    ['Content-Type', 'application/x-www-form-urlencoded'],
  ] as const;
  exchange(network, { host, port, method: 'POST', target, headers, body, timeoutMs: TIMEOUT_MS, clock }, (result) =>
    done(result.kind === 'failed' ? `Post "http://${host}:${port}${target}": ${result.message}` : undefined),
  );
}
