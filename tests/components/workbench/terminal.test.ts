import { describe, expect, it } from 'vitest';
import { controlOf } from '../../../src/components/workbench/terminal/key-bar.ts';
import { coveredBy } from '../../../src/components/workbench/terminal/keyboard-inset.ts';
import { isOnInternet } from '../../../src/components/workbench/terminal/links.ts';
import { OpenShells, shellTitle } from '../../../src/components/workbench/terminal/open-shells.ts';
import { shellLine } from '../../../src/components/workbench/terminal/shell-button.ts';
import type { Input } from '../../../src/engine/session/input.ts';
import type { MapItem } from '../../../src/engine/session/map-item.ts';

const line = (input: Input): string => JSON.stringify({ atMs: 1, input, previous: 'x' });

describe('the shells of a session', () => {
  it('are those that its journal opened and did not close', () => {
    const shells = new OpenShells();
    expect(shells.take(line({ do: 'open-terminal', terminal: 1, columns: 80, rows: 24 }))).toEqual({
      is: 'opened',
      terminal: 1,
      columns: 80,
      rows: 24,
    });
    shells.take(line({ do: 'open-terminal', terminal: 2, columns: 80, rows: 24 }));
    expect([shells.has(1), shells.has(2), shells.next]).toEqual([true, true, 3]);
    expect(shells.take(line({ do: 'close-terminal', terminal: 2 }))).toEqual({ is: 'closed', terminal: 2 });
    expect([shells.has(1), shells.has(2), shells.next]).toEqual([true, false, 3]);
  });

  it('are named after what they were opened for: their first command', () => {
    const shells = new OpenShells();
    shells.take(line({ do: 'open-terminal', terminal: 2, columns: 80, rows: 24 }));
    expect(shells.take(line({ do: 'run', terminal: 2, line: 'ssh worker-1' }))).toEqual({
      is: 'named',
      terminal: 2,
      title: 'worker-1',
    });
    expect(shells.take(line({ do: 'run', terminal: 2, line: 'ssh worker-2' }))).toBeUndefined();
    shells.take(line({ do: 'open-terminal', terminal: 3, columns: 80, rows: 24 }));
    shells.take(line({ do: 'type', terminal: 3, text: 'ls\r' }));
    expect(shells.take(line({ do: 'run', terminal: 3, line: 'ssh worker-1' }))).toBeUndefined();
  });

  it('take nothing from other inputs', () => {
    expect(new OpenShells().take(line({ do: 'check', task: null }))).toBeUndefined();
  });
});

describe('the command of a shell', () => {
  const pod = (namespace: string, names: readonly string[]) =>
    ({ name: 'web', namespace, containers: names.map((name) => ({ name })) }) as unknown as MapItem;
  it.each([
    [{ node: 'worker-1' }, 'ssh worker-1', 'worker-1'],
    [{ pod: pod('default', ['web']), container: 'web' }, 'kubectl exec -it web -- sh', 'web'],
    [{ pod: pod('shop', ['web']), container: 'web' }, 'kubectl exec -it web -n shop -- sh', 'web'],
    [{ pod: pod('shop', ['web', 'log']), container: 'log' }, 'kubectl exec -it web -n shop -c log -- sh', 'web/log'],
  ])('leads to the place that was clicked, and names its tab', (place, command, title) => {
    expect(shellLine(place)).toBe(command);
    expect(shellTitle(command)).toBe(title);
  });
});

describe('Ctrl on the bar of keys', () => {
  it('makes of the next character what a keyboard’s Ctrl makes', () => {
    expect(['c', 'R', ' ', '[', '_', '1', 'ab', '가'].map(controlOf)).toEqual([
      '\x03',
      '\x12',
      '\0',
      '\x1b',
      '\x1f',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a phone’s keyboard', () => {
  it('covers what lies below what is seen', () => {
    expect(coveredBy(800, { offsetTop: 0, height: 500 })).toBe(300);
    expect(coveredBy(800, { offsetTop: 120, height: 500 })).toBe(180);
    expect(coveredBy(480, { offsetTop: 0, height: 500 })).toBe(0);
  });
});

describe('a link in the terminal', () => {
  it('leads out of the cluster only where kubectl and the images point to', () => {
    const out = ['https://kubernetes.io/docs/', 'https://krew.sigs.k8s.io/', 'http://nginx.org/'];
    const own = [
      'http://172.30.0.3:30080/',
      'http://worker-1:30080',
      'http://shop.example/',
      'https://evilkubernetes.io/',
    ];
    expect(out.map(isOnInternet)).toEqual([true, true, true]);
    expect(own.map(isOnInternet)).toEqual([false, false, false, false]);
  });
});
