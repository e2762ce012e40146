import { describe, expect, it } from 'vitest';
import {
  chooseHost,
  type HostOffers,
  type HostSetting,
  type HostStatus,
  hostSetting,
} from '../../../src/engine/hosts/client.ts';
import type { Host, HostKind } from '../../../src/engine/hosts/protocol.ts';

interface FakeHost extends Host {
  stopped: boolean;
}

function fakeHost(kind: HostKind): FakeHost {
  return {
    kind,
    stopped: false,
    send() {},
    listen() {},
    stop() {
      this.stopped = true;
    },
  };
}

/** A page in which the test decides what the container does and when patience ends. */
function page(options: { isolated?: boolean; online?: boolean; touched?: boolean } = {}) {
  const taken: FakeHost[] = [];
  const said: HostStatus[] = [];
  const container = fakeHost('webcontainer');
  let come: () => void = () => {};
  let fail: (why: string) => void = () => {};
  let giveUp: () => void = () => {};
  let asked = 0;
  let patienceMs = 0;
  const offers: HostOffers = {
    isolated: options.isolated ?? true,
    online: options.online ?? true,
    worker: () => fakeHost('worker'),
    webcontainer: () => {
      asked++;
      return new Promise((resolve, reject) => {
        come = () => resolve(container);
        fail = (why) => reject(new Error(why));
      });
    },
    later: (run, ms) => {
      giveUp = run;
      patienceMs = ms;
    },
  };
  const choose = (setting: HostSetting) =>
    chooseHost(setting, offers, {
      take: (host, status) => {
        taken.push(host as FakeHost);
        said.push(status);
      },
      told: (status) => said.push(status),
      mayMove: () => options.touched !== true,
    });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    choose,
    taken,
    container,
    asked: () => asked,
    patienceMs: () => patienceMs,
    kinds: () => taken.map(({ kind }) => kind),
    reasons: () => said.map(({ reason }) => reason),
    last: () => said.at(-1),
    come: () => {
      come();
      return settle();
    },
    fail: (why: string) => {
      fail(why);
      return settle();
    },
    giveUp: () => {
      giveUp();
      return settle();
    },
  };
}

describe('the choice of a host', () => {
  it('asks for no container when the worker is pinned', () => {
    const here = page();
    here.choose('worker');
    expect([here.kinds(), here.reasons(), here.asked()]).toEqual([['worker'], ['pinned'], 0]);
  });

  it('goes on in the worker where the page is not isolated, and says so', () => {
    const here = page({ isolated: false });
    here.choose('webcontainer');
    expect([here.kinds(), here.reasons(), here.asked()]).toEqual([['worker'], ['not-isolated'], 0]);
  });

  it('asks for no container without a network', () => {
    const here = page({ online: false });
    here.choose('auto');
    expect([here.reasons(), here.asked()]).toEqual([['offline'], 0]);
  });

  it('lets the learner begin in the worker while a container is tried for three seconds', () => {
    const here = page();
    here.choose('auto');
    expect([here.kinds(), here.reasons(), here.patienceMs()]).toEqual([['worker'], ['waiting'], 3000]);
  });

  it('moves to a container that came in time', async () => {
    const here = page();
    here.choose('auto');
    await here.come();
    expect([here.kinds(), here.reasons()]).toEqual([
      ['worker', 'webcontainer'],
      ['waiting', 'came'],
    ]);
    await here.giveUp();
    expect(here.last()?.reason).toBe('came');
  });

  it('stays in the worker when the learner has begun, and stops the container', async () => {
    const here = page({ touched: true });
    here.choose('auto');
    await here.come();
    expect([here.kinds(), here.last()?.reason, here.container.stopped]).toEqual([['worker'], 'late', true]);
  });

  it('stops a container that comes after patience has ended', async () => {
    const here = page();
    here.choose('auto');
    await here.giveUp();
    await here.come();
    expect([here.kinds(), here.last()?.reason, here.container.stopped]).toEqual([['worker'], 'slow', true]);
  });

  it('says why a container failed', async () => {
    const here = page();
    here.choose('auto');
    await here.fail('out of memory');
    expect(here.last()).toEqual({ kind: 'worker', reason: 'failed', detail: 'out of memory' });
  });

  it('hears nothing of a container once the choice is called off', async () => {
    const here = page();
    const callOff = here.choose('auto');
    callOff();
    await here.come();
    expect([here.kinds(), here.container.stopped]).toEqual([['worker'], true]);
  });

  it('takes any other word for automatic', () => {
    expect([hostSetting('worker'), hostSetting('webcontainer'), hostSetting('docker'), hostSetting(null)]).toEqual([
      'worker',
      'webcontainer',
      'auto',
      'auto',
    ]);
  });
});
