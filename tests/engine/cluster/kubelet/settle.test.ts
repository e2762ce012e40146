import { describe, expect, test } from 'vitest';
import { World } from './support/world.ts';

describe('a cluster settles', () => {
  test('as soon as a deleted pod has gone, not when its grace period would be over', () => {
    const world = new World();
    world.pod('web', { containers: [{ name: 'web', image: 'nginx:1.25' }] });
    world.pass(5);
    world.api.client.delete('pods', 'default', 'web');
    const started = world.clock.nowMs();
    expect(world.clock.runUntilSettled(60_000)).toBe(true);
    expect(world.get('web')).toBeUndefined();
    expect(world.clock.nowMs() - started).toBeLessThan(2000);
  });

  test('when a readiness probe has had its first answer, whatever it is', () => {
    const world = new World();
    const readinessProbe = { tcpSocket: { port: 1234 }, initialDelaySeconds: 20, periodSeconds: 5 };
    world.pod('web', { containers: [{ name: 'web', image: 'nginx:1.25', readinessProbe }] });
    const started = world.clock.nowMs();
    expect(world.clock.runUntilSettled(60_000)).toBe(true);
    expect(world.clock.nowMs() - started).toBeGreaterThan(19_000);
    expect(world.clock.nowMs() - started).toBeLessThan(27_000);
    expect(world.events('web').at(-1)).toContain(
      'Unhealthy x1: Readiness probe failed: dial tcp 10.244.1.2:1234: connect: connection refused',
    );
  });
});
