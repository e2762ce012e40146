import type { Process, Task } from '../../../shell/process/types.ts';
import { goFlags } from '../flags.ts';
import { klog } from '../klog.ts';

const METHODS = ['GET', 'POST', 'PUT'];
const NAMESPACES = ['kube-system', 'default', 'ns'];
const UNIT_MS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const FATAL = 255;

/** `agnhost logs-generator`: so many lines like an API server's, spread evenly over a time. Models: test/images/agnhost/logs-generator. */
export function* logsGenerator(process: Process, words: readonly string[]): Task<number> {
  const { flags } = goFlags(words);
  const total = Number(flags.get('log-lines-total') ?? flags.get('t') ?? 0);
  const given = flags.get('run-duration') ?? flags.get('d') ?? '0s';
  const [, amount = '0', unit = 's'] = /^(\d+)(ms|s|m|h)$/.exec(given) ?? [];
  const durationMs = Number(amount) * (UNIT_MS[unit] ?? 0);
  const fatal = (why: string): number => {
    process.stderr.write(`F${klog(process, why, 'logs_generator.go:60').slice(1)}`);
    return FATAL;
  };
  if (!(total > 0)) return fatal(`Invalid total number of lines: ${total}`);
  if (!(durationMs > 0)) return fatal(`Invalid duration: ${given}`);
  for (let id = 0; id < total; id += 1) {
    process.stderr.write(klog(process, line(process, id), 'logs_generator.go:76'));
    yield* process.sleep(durationMs / total);
  }
  return 0;
}

function line(process: Process, id: number): string {
  const { random } = process.machine;
  const one = (words: readonly string[]): string => words[random.integer(0, words.length)] ?? '';
  const method = one(METHODS);
  const namespace = one(NAMESPACES);
  const name = random.suffix(random.integer(3, 5));
  return `${id} ${method} /api/v1/namespaces/${namespace}/pods/${name} ${random.integer(200, 600)}`;
}
