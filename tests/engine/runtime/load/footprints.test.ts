import { describe, expect, it } from 'vitest';
import { footprintOf } from '../../../../src/engine/runtime/load/footprints.ts';

describe('what a program takes by running at all', () => {
  it('goes by its name, wherever it lies', () => {
    expect(footprintOf(['/usr/sbin/nginx', '-g', 'daemon off;'])).toEqual(footprintOf(['nginx']));
    expect(footprintOf(['nginx']).bytes).toBeGreaterThan(footprintOf(['sleep', '5']).bytes);
  });

  it('is that of the server where an entry script starts it', () => {
    expect(footprintOf(['docker-entrypoint.sh', 'mysqld'])).toEqual(footprintOf(['mysqld']));
    expect(footprintOf(['/usr/local/bin/docker-entrypoint.sh', 'bash'])).toEqual(footprintOf(['bash']));
    expect(footprintOf(['docker-entrypoint.sh'])).toEqual(footprintOf(['sleep']));
  });
});
