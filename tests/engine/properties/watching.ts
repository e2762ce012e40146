import type { JsonObject } from '../../../src/engine/cluster/json.ts';
import type { Loose } from '../cluster/fake-cluster.ts';
import { PLACES } from './operations/kinds.ts';
import type { PropertyWorld } from './world.ts';

/** The collections that are watched, and what of them. */
const COLLECTIONS: readonly (readonly [path: string, selectors: readonly string[]])[] = [
  ...Object.values(PLACES).map(({ apiVersion, plural }): readonly [string, readonly string[]] => [
    `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}/${plural}`,
    [''],
  ]),
  [
    '/api/v1/pods',
    ['labelSelector=app', 'labelSelector=app%3Ddeployment-a', 'labelSelector=app+notin+(deployment-a,stray)'],
  ],
  [
    '/api/v1/pods',
    [
      'fieldSelector=status.phase%3DRunning',
      'fieldSelector=spec.nodeName%3Dworker-1',
      'fieldSelector=spec.nodeName!%3Dworker-1,status.phase!%3DFailed',
    ],
  ],
  ['/api/v1/namespaces/default/pods', ['fieldSelector=metadata.name%3Dstatefulset-a-0', 'labelSelector=!app']],
  ['/api/v1/namespaces/team/pods', ['']],
  ['/api/v1/namespaces/default/events', ['', 'fieldSelector=involvedObject.kind%3DPod']],
  ['/api/v1/nodes', ['', 'fieldSelector=spec.unschedulable%3Dtrue']],
  ['/api/v1/namespaces', ['', 'fieldSelector=status.phase%3DTerminating']],
  ['/apis/discovery.k8s.io/v1/endpointslices', ['']],
  ['/apis/coordination.k8s.io/v1/leases', ['']],
];

const keyOf = ({ metadata }: Loose): string => `${metadata.namespace ?? ''}/${metadata.name}`;
const address = (path: string, ...parts: readonly string[]): string => {
  const query = parts.filter((part) => part !== '').join('&');
  return query === '' ? path : `${path}?${query}`;
};
/** What a state says: names with their versions. */
const shown = (objects: Iterable<Loose>): string =>
  [...objects]
    .map((object) => `${keyOf(object)}@${object.metadata.uid}:${object.metadata.resourceVersion}`)
    .sort()
    .join(' ');

function listAt(world: PropertyWorld, path: string, selector: string, revision?: number): readonly Loose[] | undefined {
  const exact = revision === undefined ? '' : `resourceVersion=${revision}&resourceVersionMatch=Exact`;
  const response = world.ask('GET', address(path, selector, exact));
  return response.status === 200 ? (response.body as Loose).items : undefined;
}

/** One watch and the state that its events make of a list. */
class Follower {
  readonly state = new Map<string, Loose>();
  private revision: number;
  private ended = false;

  constructor(
    readonly world: PropertyWorld,
    readonly path: string,
    readonly selector: string,
    items: readonly Loose[],
    revision: number,
  ) {
    this.revision = revision;
    for (const item of items) this.state.set(keyOf(item), item);
    const { watch } = world.ask('GET', address(path, selector, 'watch=true', `resourceVersion=${revision}`));
    watch?.subscribe(
      (event) => this.take(event),
      () => {
        this.ended = true;
      },
    );
  }

  private take(event: JsonObject): void {
    const { type, object } = event as Loose;
    const key = keyOf(object);
    const what = `watch ${this.path} ${this.selector}: ${type} ${key} at ${object.metadata.resourceVersion}`;
    if (type === 'ERROR') throw new Error(`${what}: ${JSON.stringify(object)}`);
    if (Number(object.metadata.resourceVersion) <= this.revision) throw new Error(`${what} after ${this.revision}`);
    this.revision = Number(object.metadata.resourceVersion);
    if ((type === 'ADDED') === this.state.has(key))
      throw new Error(`${what}: ${this.state.has(key) ? 'is there' : 'is not there'}`);
    if (type === 'DELETED') this.state.delete(key);
    else this.state.set(key, object);
  }

  /** The state must be what a list shows now. A watch of a custom resource ends with its definition. */
  compare(): void {
    if (this.ended) return;
    const items = listAt(this.world, this.path, this.selector);
    if (items === undefined) return;
    const [followed, listed] = [shown(this.state.values()), shown(items)];
    if (followed !== listed)
      throw new Error(
        `watch ${this.path} ${this.selector}: ${followed || 'nothing'}, the list shows ${listed || 'nothing'}`,
      );
  }
}

/** Lists and watches taken while a world lives, all of which must agree with it ever after. */
export class Watching {
  private readonly followers: Follower[] = [];
  private readonly taken: {
    readonly path: string;
    readonly selector: string;
    readonly revision: number;
    readonly items: readonly Loose[];
  }[] = [];

  constructor(private readonly world: PropertyWorld) {}

  /** Lists one collection and follows it from there, and from a revision before. `draw` picks. */
  begin(draw: number): void {
    const [path, selectors] = COLLECTIONS[draw % COLLECTIONS.length] as (typeof COLLECTIONS)[number];
    const selector = selectors[Math.floor(draw / COLLECTIONS.length) % selectors.length] as string;
    const items = listAt(this.world, path, selector);
    if (items === undefined) return;
    const { revision } = this.world;
    this.taken.push({ path, selector, revision, items });
    this.followers.push(new Follower(this.world, path, selector, items, revision));
    const earlier = Math.max(1, revision - (draw % 97));
    const past = listAt(this.world, path, selector, earlier);
    // Custom resources had no lists before their definition.
    if (past !== undefined && !path.includes('boats'))
      this.followers.push(new Follower(this.world, path, selector, past, earlier));
  }

  check(): void {
    for (const follower of this.followers) follower.compare();
  }

  /** What lists showed is what lists at their revisions show, while etcd still has those, and what history says they did. */
  checkPast(): void {
    for (const { path, selector, revision, items } of this.taken) {
      if (path.includes('boats')) continue;
      const [, , group = '', version, ...rest] = path.startsWith('/api/')
        ? ['', '', '', ...path.split('/').slice(2)]
        : path.split('/');
      const [plural = '', namespace] = rest[0] === 'namespaces' && rest.length > 1 ? [rest[2], rest[1]] : [rest[0]];
      const resource = group === '' ? plural : `${plural}.${group}`;
      const listed = listAt(this.world, path, selector, revision);
      const kept =
        selector === ''
          ? this.world.cluster.history
              .listAt(resource, { revision })
              .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
          : undefined;
      for (const again of [listed, kept])
        if (again !== undefined && shown(again) !== shown(items))
          throw new Error(
            `list ${path} ${version} ${selector} at ${revision}: was ${shown(items)}, is now said to be ${shown(again)}`,
          );
    }
  }
}
