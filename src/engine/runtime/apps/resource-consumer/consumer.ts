import type { Process, Program } from '../../../shell/process/types.ts';
import { stress } from '../../load/stress.ts';
import type { WebAnswer, WebRequest } from '../../web/answer.ts';
import { plain, respond, type ServerApp, serverProgram } from '../../web/app.ts';
import { goFlags, portOf } from '../flags.ts';
import { golog } from '../klog.ts';
import { consumeCpu } from './consume-cpu.ts';
import { formArguments, REFUSALS, refusal } from './form.ts';

/** `resource-consumer`: uses processor and memory as it is asked to, in processes of their own. Models: test/images/resource-consumer */
export const resourceConsumer: Program = function* (process) {
  const metrics = new Map<string, number>();
  const port = portOf(goFlags(process.argv.slice(1)).flags.get('port'), 8080);
  const app: ServerApp = {
    ports: () => [port],
    answer: (request, own, _port, reply) => reply(answer(request, own, metrics)),
  };
  return yield* serverProgram(app)(process);
};

function answer(request: WebRequest, process: Process, metrics: Map<string, number>): WebAnswer {
  if (request.path === '/metrics') return respond(200, 'text/plain; charset=utf-8', exposition(metrics));
  if (request.method !== 'POST') return refusal(400, REFUSALS.method);
  const log = (text: string): void => process.stderr.write(golog(process, text));
  switch (request.path) {
    case '/ConsumeCPU': {
      const form = formArguments(request, ['durationSec', 'millicores']);
      if ('refused' in form) return form.refused;
      const [durationSec, millicores] = [form.values('durationSec'), form.values('millicores')];
      log(`ConsumeCPU millicores: ${millicores}, durationSec: ${durationSec}`);
      const argv = ['/consume-cpu', `-millicores=${millicores}`, `-duration-sec=${durationSec}`];
      process.spawn({ argv, program: consumeCpu });
      return plain(200, `ConsumeCPU\n${millicores} millicores\n${durationSec} durationSec\n`);
    }
    case '/ConsumeMem': {
      const form = formArguments(request, ['durationSec', 'megabytes']);
      if ('refused' in form) return form.refused;
      const [durationSec, megabytes] = [form.values('durationSec'), form.values('megabytes')];
      log(`ConsumeMem megabytes: ${megabytes}, durationSec: ${durationSec}`);
      const argv = ['/usr/bin/stress', '-m', '1', '--vm-bytes', `${megabytes}M`, '--vm-hang', '0', '-t', durationSec];
      process.spawn({ argv, program: stress });
      return plain(200, `ConsumeMem\n${megabytes} megabytes\n${durationSec} durationSec\n`);
    }
    case '/GetCurrentStatus':
      log('GetCurrentStatus');
      return plain(200, 'Warning: not implemented!\nGetCurrentStatus');
    case '/BumpMetric': {
      const form = formArguments(request, ['durationSec', 'metric', 'delta']);
      if ('refused' in form) return form.refused;
      const [durationSec, metric, delta] = [form.values('durationSec'), form.values('metric'), form.values('delta')];
      const bump = (by: number): void => void metrics.set(metric, (metrics.get(metric) ?? 0) + by);
      const { clock, sleepClass } = process.machine;
      const durationMs = Number(durationSec) * 1000;
      bump(Number(delta));
      clock.after(durationMs, () => bump(-Number(delta)), sleepClass(durationMs));
      return plain(200, `BumpMetric\n${metric} metric\n${delta} delta\n${durationSec} durationSec\n`);
    }
    default:
      return refusal(404, `${REFUSALS.unknown}: ${request.path}`);
  }
}

function exposition(metrics: ReadonlyMap<string, number>): string {
  let text = '';
  for (const [name, value] of metrics)
    text += `# HELP ${name} info message.\n# TYPE ${name} gauge\n${name} ${value.toFixed(6)}\n`;
  return text;
}
