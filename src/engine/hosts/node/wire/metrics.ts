import type { ApiHandler, ApiLater, ApiRequest, ApiResponse, ApiStream } from '../../../cluster/apiserver/http.ts';
import { requestInfo, splitPath } from '../../../cluster/apiserver/request/info.ts';

/** Upper bounds of apiserver_request_duration_seconds. Models: apiserver/pkg/endpoints/metrics */
const BUCKETS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const VERBS: { readonly [method: string]: string } = {
  POST: 'POST',
  PUT: 'PUT',
  PATCH: 'PATCH',
  HEAD: 'GET',
  OPTIONS: 'OPTIONS',
};
const CONNECT = new Set(['exec', 'attach', 'portforward', 'proxy']);

type Labels = { readonly [name: string]: string };

interface Duration {
  readonly labels: Labels;
  readonly buckets: number[];
  sum: number;
  count: number;
}

interface Counter {
  readonly labels: Labels;
  value: number;
}

/** What the cluster holds, counted when somebody looks, and whether a resource is one: callers shall not make labels. */
export interface ObjectCounts {
  resources(): Iterable<string>;
  count(resource: string): number;
  serves(group: string, version: string, plural: string): boolean;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

/** What a request is counted under. */
function labelsOf({ method, path: asked }: ApiRequest, objects: ObjectCounts): Labels {
  const { path, query } = splitPath(asked);
  const info = requestInfo(path);
  if (info.kind === 'path' || !objects.serves(info.group, info.version, info.plural))
    return { verb: VERBS[method] ?? method, group: '', version: '', resource: '', subresource: '', scope: '' };
  const { group, version, plural, name, namespace, subresource } = info;
  const isWatch = query.get('watch') === 'true' || query.get('watch') === '1';
  const reading = isWatch ? 'WATCH' : name === '' ? 'LIST' : 'GET';
  const verb = CONNECT.has(subresource)
    ? 'CONNECT'
    : method === 'GET' || method === 'HEAD'
      ? reading
      : method === 'DELETE' && name === ''
        ? 'DELETECOLLECTION'
        : (VERBS[method] ?? method);
  const scope = name !== '' ? 'resource' : namespace !== '' ? 'namespace' : 'cluster';
  return { verb, group, version, resource: plural, subresource, scope };
}

/** Counts what comes over the wire. Figures are of the served requests only; the cluster's own parts do not go through it. */
export class ServerMetrics {
  private readonly requests = new Map<string, Counter>();
  private readonly durations = new Map<string, Duration>();
  private readonly open = new Map<string, Counter>();

  constructor(private readonly objects: ObjectCounts) {}

  /** The same handler, counted. */
  counted(handle: ApiHandler, nowMs: () => number): ApiHandler {
    return (request) => {
      const began = nowMs();
      const got = handle(request);
      const isLong = got.watch !== undefined || got.follow !== undefined || got.channels !== undefined;
      const labels = labelsOf(request, this.objects);
      const answered = ({ status }: ApiResponse): void => {
        this.count(this.requests, { ...labels, code: String(status) }, 1);
        if (!isLong) this.observe(labels, (nowMs() - began) / 1000);
      };
      const { later } = got;
      if (later !== undefined) return { ...got, later: told(later, answered) };
      answered(got);
      if (isLong) this.follow(labels, got);
      return got;
    };
  }

  /** The whole in Prometheus' text format. */
  text(): string {
    const { heapUsed, rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return [
      head('apiserver_longrunning_requests', '[STABLE] Gauge of all active long-running apiserver requests.', 'gauge'),
      ...[...this.open.values()].map(({ labels, value }) => sample('apiserver_longrunning_requests', labels, value)),
      head(
        'apiserver_request_duration_seconds',
        '[STABLE] Response latency distribution in seconds for each verb, group, version, resource, subresource and scope.',
        'histogram',
      ),
      ...[...this.durations.values()].flatMap(histogram),
      head(
        'apiserver_request_total',
        '[STABLE] Counter of apiserver requests broken out for each verb, group, version, resource, scope and HTTP response code.',
        'counter',
      ),
      ...[...this.requests.values()].map(({ labels, value }) => sample('apiserver_request_total', labels, value)),
      head(
        'apiserver_storage_objects',
        '[STABLE] Number of stored objects at the time of last check split by kind.',
        'gauge',
      ),
      ...[...this.objects.resources()].map((resource) =>
        sample('apiserver_storage_objects', { resource }, this.objects.count(resource)),
      ),
      head('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.', 'counter'),
      sample('process_cpu_seconds_total', {}, (user + system) / 1e6),
      head('process_resident_memory_bytes', 'Resident memory size in bytes.', 'gauge'),
      sample('process_resident_memory_bytes', {}, rss),
      head('process_heap_bytes', 'Heap in use in bytes.', 'gauge'),
      sample('process_heap_bytes', {}, heapUsed),
    ].join('');
  }

  private count(into: Map<string, Counter>, labels: Labels, by: number): void {
    const key = JSON.stringify(labels);
    const counter = into.get(key);
    if (counter === undefined) into.set(key, { labels, value: by });
    else counter.value += by;
  }

  /** An answer that goes on is open until the client goes or it ends. */
  private follow(labels: Labels, { watch, follow, channels }: ApiResponse): void {
    this.count(this.open, labels, 1);
    let isOpen = true;
    const over = (): void => {
      if (isOpen) this.count(this.open, labels, -1);
      isOpen = false;
    };
    if (watch !== undefined) whenOver(watch, over);
    if (follow !== undefined) whenOver(follow, over);
    if (channels !== undefined) {
      const [open, abort] = [channels.open.bind(channels), channels.abort.bind(channels)];
      channels.open = (listener) =>
        open({
          stdout: (text) => listener.stdout(text),
          stderr: (text) => listener.stderr(text),
          closed(status) {
            over();
            listener.closed(status);
          },
        });
      channels.abort = () => {
        over();
        abort();
      };
    }
  }

  private observe(labels: Labels, seconds: number): void {
    const key = JSON.stringify(labels);
    let duration = this.durations.get(key);
    if (duration === undefined) {
      duration = { labels, buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
      this.durations.set(key, duration);
    }
    for (const [at, bound] of BUCKETS.entries())
      if (seconds <= bound) duration.buckets[at] = (duration.buckets[at] ?? 0) + 1;
    duration.sum += seconds;
    duration.count++;
  }
}

/** An answer to come, of which another hears first. */
function told(later: ApiLater, first: (answer: ApiResponse) => void): ApiLater {
  return {
    subscribe: (done) =>
      later.subscribe((answer) => {
        first(answer);
        done(answer);
      }),
    close: () => later.close(),
  };
}

/** Tells once a stream is over, whoever ends it. */
function whenOver<Chunk>(stream: ApiStream<Chunk>, over: () => void): void {
  const [subscribe, close] = [stream.subscribe.bind(stream), stream.close.bind(stream)];
  stream.subscribe = (chunk, end) =>
    subscribe(chunk, () => {
      over();
      end();
    });
  stream.close = () => {
    over();
    close();
  };
}

function histogram({ labels, buckets, sum, count }: Duration): string[] {
  const name = 'apiserver_request_duration_seconds';
  return [
    ...BUCKETS.map((bound, at) => sample(`${name}_bucket`, { ...labels, le: String(bound) }, buckets[at] ?? 0)),
    sample(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    sample(`${name}_sum`, labels, sum),
    sample(`${name}_count`, labels, count),
  ];
}
