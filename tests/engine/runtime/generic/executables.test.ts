import { describe, expect, it } from 'vitest';
import { commandsOfScript } from '../../../../src/engine/runtime/generic/executables.ts';

describe('what a script of an unknown image runs', () => {
  it('is found in sequence, past assignments, tests and the shell’s own words', () => {
    expect(commandsOfScript('set -e; A=1 migrate --all && exec gunicorn app:wsgi --bind "0.0.0.0:80"')).toEqual([
      'migrate',
      'gunicorn',
    ]);
    expect(commandsOfScript('if [ -f /x ]; then /app/seed; fi\nwhile true; do worker || sleep 1; done')).toEqual([
      '/app/seed',
      'worker',
      'sleep',
    ]);
  });

  it('leaves texts, comments and here-documents alone', () => {
    expect(commandsOfScript('# start; now\necho "a; b | c"\ncat <<EOF\nnot && this\nEOF\nserver')).toEqual([
      'cat',
      'server',
    ]);
  });

  it('finds the helper of a probe', () => {
    expect(commandsOfScript('zookeeper-ready 2181')).toEqual(['zookeeper-ready']);
    expect(commandsOfScript('rabbitmqctl status | grep running')).toEqual(['rabbitmqctl', 'grep']);
  });
});
