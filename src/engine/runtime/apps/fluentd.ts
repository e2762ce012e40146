import type { Program } from '../../shell/process/types.ts';
import { logDate } from '../web/dates.ts';
import { standing } from './standing.ts';

/** fluentd as a node's log collector: it starts its worker and stays. What it would ship has nowhere to go. */
export function fluentd(version: string): Program {
  return standing(
    ({ machine }) => {
      const at = `${logDate(machine.clock.nowMs())} +0000 [info]:`;
      return [
        `${at} starting fluentd-${version} pid=1 ruby="2.6.3"`,
        `${at} #0 starting fluentd worker pid=11 ppid=1 worker=0`,
        `${at} #0 fluentd worker is now running worker=0`,
        '',
      ].join('\n');
    },
    ({ machine }) => `${logDate(machine.clock.nowMs())} +0000 [info]: Received graceful stop\n`,
  );
}
