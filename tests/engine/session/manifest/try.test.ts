import { describe, expect, it } from 'vitest';
import { tryManifest } from '../../../../src/engine/session/manifest/try.ts';
import { Moment } from '../../../../src/engine/session/past/moment.ts';
import { Session } from '../../../../src/engine/session/session.ts';

const header = {
  skiff: 'journal/v1' as const,
  engine: 'test',
  lab: null,
  seed: 7,
  student: '',
  startMs: Date.UTC(2026, 0, 5),
};

function begun() {
  const session = new Session({ header, lab: null, workers: 2, jq: () => undefined });
  const { clock, cluster } = session.world;
  const tried = (text: string) => {
    const now = new Moment(cluster, clock.nowMs());
    return tryManifest(text, { clock: now.clock, handle: now.tried });
  };
  const run = (line: string) => {
    session.apply({ do: 'run', terminal: 1, line });
    clock.runUntil(clock.nowMs() + 20_000);
  };
  session.apply({ do: 'open-terminal', terminal: 1, columns: 80, rows: 24 });
  clock.runUntil(clock.nowMs() + 1_000);
  return { session, tried, run };
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.25
`;

describe('trying a manifest', () => {
  it('shows what apply would make of it, and makes nothing', () => {
    const { session, tried } = begun();
    const before = session.historyHash();
    const [trial, ...others] = tried(DEPLOYMENT);
    expect(others).toEqual([]);
    expect(trial).toMatchObject({ object: 'Deployment web', line: 1, live: null, faults: [] });
    expect(trial?.after).toContain('progressDeadlineSeconds: 600');
    expect(session.historyHash()).toBe(before);
  });

  it('shows the live object beside it, without what the server keeps for itself', () => {
    const { tried, run, session } = begun();
    session.apply({ do: 'write-file', path: 'web.yaml', content: DEPLOYMENT });
    run('kubectl apply -f web.yaml');
    const [trial] = tried(DEPLOYMENT.replace('replicas: 2', 'replicas: 3'));
    const live = trial?.live ?? '';
    expect(live).toContain('replicas: 2');
    expect(live).not.toMatch(/uid|resourceVersion|managedFields|last-applied|status/);
    expect(trial?.after).toBe(live.replace('replicas: 2', 'replicas: 3'));
  });

  it('draws from no generator of the session: what follows is what would have followed', () => {
    const one = begun();
    const two = begun();
    two.tried(
      `${DEPLOYMENT}---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n`,
    );
    for (const { run } of [one, two])
      run('kubectl create deployment a --image=nginx:1.25; kubectl expose deploy a --port=80');
    expect(two.session.historyHash()).toBe(one.session.historyHash());
  });

  it('says what the server says against it, at its place', () => {
    const { tried } = begun();
    const [trial] = tried(DEPLOYMENT.replace('        app: web\n    spec', '        app: other\n    spec'));
    expect(trial?.after).toBeNull();
    expect(trial?.faults).toEqual([
      {
        line: 12,
        column: 7,
        endColumn: 13,
        severity: 'error',
        message:
          'spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
      },
    ]);
  });

  it('finds the place in lists, in later documents, and for what is not there', () => {
    const { tried } = begun();
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: Bad_Name\nspec:\n  containers:\n  - name: web\n    image: nginx:1.25\n    ports:\n    - containerPort: 99999\n';
    const [, trial] = tried(`${DEPLOYMENT}---\n${pod}`);
    expect(trial?.line).toBe(19);
    expect(trial?.faults.map(({ line, message }) => [line, message.split(':')[0]])).toEqual([
      [22, 'metadata.name'],
      [28, 'spec.containers[0].ports[0].containerPort'],
    ]);
    const [missing] = tried(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n',
    );
    expect(missing?.faults).toMatchObject([{ line: 5, message: 'spec.ports: Required value' }]);
  });

  it('refuses an unknown field and a namespace that is not there, in the server’s words', () => {
    const { tried } = begun();
    expect(tried(`${DEPLOYMENT}  bogus: 1\n`)[0]?.faults).toMatchObject([
      { line: 18, message: 'unknown field "spec.bogus"' },
    ]);
    const [trial] = tried(DEPLOYMENT.replace('name: web', 'name: web\n  namespace: nowhere'));
    expect(trial?.faults[0]?.message).toContain('namespaces "nowhere" not found');
  });
});
