import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/engine/cluster/clock.ts';
import { Driver } from '../../../src/engine/hosts/driver.ts';
import { FakeTimers } from './fake-timers.ts';

let clock: VirtualClock;
let timers: FakeTimers;
let driver: Driver;
let log: string[];
let broken: unknown;

/** Notes something at a virtual time. */
function at(ms: number, name: string, kind: 'work' | 'background' = 'work'): void {
  clock.after(ms - clock.nowMs(), () => log.push(`${name}@${Math.round(clock.nowMs())}`), kind);
}

beforeEach(() => {
  clock = new VirtualClock(0);
  timers = new FakeTimers();
  log = [];
  broken = undefined;
  driver = new Driver(clock, timers, {
    sliced() {},
    broke(error) {
      broken = error;
    },
  });
  driver.start();
});

describe('the driver', () => {
  it('follows wall time', () => {
    at(500, 'a');
    timers.pass(499);
    expect(log).toEqual([]);
    timers.pass(2);
    expect(log).toEqual(['a@500']);
    timers.pass(499);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(800);
    expect(clock.nowMs()).toBeLessThanOrEqual(1000);
  });

  it('multiplies by the speed, from where it is', () => {
    timers.pass(1000);
    driver.setSpeed(60);
    const from = clock.nowMs();
    timers.pass(1000);
    expect(clock.nowMs() - from).toBeGreaterThan(45_000);
    expect(clock.nowMs() - from).toBeLessThanOrEqual(60_000);
  });

  it('stands still at speed 0, and takes inputs there', () => {
    driver.setSpeed(0);
    at(10, 'later');
    timers.pass(60_000);
    expect(clock.nowMs()).toBe(0);
    driver.between(() => log.push(`input@${clock.nowMs()}`));
    expect(log).toEqual(['input@0']);
    driver.setSpeed(1);
    timers.pass(20);
    expect(log).toEqual(['input@0', 'later@10']);
  });

  it('never goes backwards: less than nothing is a pause', () => {
    driver.setSpeed(-5);
    timers.pass(1000);
    expect([driver.speed, clock.nowMs()]).toEqual([0, 0]);
  });

  it('skips to the moment when nothing but background work is left', () => {
    at(30_000, 'work');
    at(90_000, 'background', 'background');
    driver.skipToSettled();
    timers.pass(1);
    expect(log).toEqual(['work@30000']);
    expect(clock.isSettled()).toBe(true);
    timers.pass(1000);
    expect(clock.nowMs()).toBeLessThan(32_000);
  });

  it('gives up skipping after ten virtual minutes', () => {
    const again = (): void => void clock.after(1000, again);
    again();
    driver.skipToSettled();
    timers.pass(1);
    expect(clock.nowMs()).toBeLessThanOrEqual(601_000);
  });

  it('skips until something has happened, and then follows wall time', () => {
    at(45_000, 'first', 'background');
    at(46_000, 'wanted', 'background');
    at(46_001, 'after', 'background');
    driver.skipUntil(() => log.some((line) => line.startsWith('wanted')));
    timers.pass(0);
    expect(log).toEqual(['first@45000', 'wanted@46000']);
    timers.pass(2);
    expect(log).toContain('after@46001');
  });

  it('lets an input come when so much virtual time has passed, and then follows wall time', () => {
    at(45_000, 'work');
    at(91_000, 'later', 'background');
    driver.after(90_000, () => log.push(`input@${clock.nowMs()}`));
    timers.pass(1);
    expect(log).toEqual(['work@45000', 'input@90000']);
    timers.pass(100);
    expect(clock.nowMs()).toBeLessThan(90_200);
  });

  it('lets the input come at once when somebody stops the waiting', () => {
    const again = (): void => void clock.after(1, again);
    again();
    driver.after(90_000, () => log.push('first'));
    driver.after(5_000, () => log.push('second'));
    expect(log).toEqual(['first']);
    driver.setSpeed(0);
    expect(log).toEqual(['first', 'second']);
    timers.pass(1000);
    expect(clock.nowMs()).toBe(0);
  });

  it('lets an input in only after the moment is whole', () => {
    clock.after(0, () => {
      log.push('first');
      clock.after(0, () => log.push('second'));
    });
    driver.between(() => log.push('input'));
    expect(log).toEqual(['first', 'second', 'input']);
  });

  it('keeps inputs in their order while it is held, and time stands still', () => {
    driver.hold();
    driver.hold();
    at(5, 'work');
    driver.between(() => log.push(`one@${clock.nowMs()}`));
    timers.pass(10_000);
    driver.between(() => log.push(`two@${clock.nowMs()}`));
    driver.release();
    timers.pass(1000);
    expect(log).toEqual([]);
    driver.release();
    expect(log).toEqual(['one@0', 'two@0']);
    timers.pass(10);
    expect(log).toEqual(['one@0', 'two@0', 'work@5']);
    expect(clock.nowMs()).toBeLessThan(100);
  });

  it('falls behind, and gives the thread back, when a moment holds more work than it lasts', () => {
    let count = 0;
    const busy = (): void => {
      count++;
      clock.after(0.001, busy);
    };
    busy();
    timers.lookMs = 5;
    timers.pass(100);
    expect(count).toBeGreaterThan(100);
    expect(clock.nowMs()).toBeLessThan(100);
  });

  it('stops and tells when the engine throws', () => {
    clock.after(5, () => {
      throw new Error('fault');
    });
    timers.pass(50);
    expect(broken).toEqual(new Error('fault'));
    at(60, 'never');
    timers.pass(1000);
    expect(log).toEqual([]);
  });
});
