import type { AuditEvent } from '../../../cluster/apiserver/audit.ts';
import type { KubeObject } from '../../../cluster/json.ts';
import { record, text } from '../../../cluster/json-readers.ts';
import { asJson } from '../../../cluster/resources/definition.ts';
import type { Decision } from '../../../cluster/scheduler/decision.ts';
import type { History } from '../../../cluster/store/history.ts';
import type { Version } from '../../../cluster/store/version.ts';
import { actorOf, isSame } from './actor.ts';
import type { Actor, Seen, Step } from './step.ts';
import { whatOf } from './what.ts';

/** Events that say in words what the request before them did. */
const SAID_TWICE = new Set(['Scheduled', 'SuccessfulCreate', 'SuccessfulDelete', 'ScalingReplicaSet']);
/** The same as endpoint slices, for programs of old. */
const LEGACY = 'endpoints';
/** Reviews and tokens are questions, not objects. */
const QUESTIONS = /\.(authentication|authorization)\.k8s\.io$/;

/** What steps are made with. */
export interface StepSource {
  readonly history: History;
  decision(uid: string): Decision | undefined;
  /** The map's key of what an event is about: `pods/default/web`. */
  keyOf(apiVersion: string, kind: string, namespace: string, name: string): string;
}

/** A step with the uids that it is about, for those who follow an object. */
export interface Told {
  readonly step: Step;
  readonly uid: string;
  readonly owner: string | undefined;
}

const keyOf = (resource: string, namespace: string, name: string): string => `${resource}/${namespace}/${name}`;

function ownerOf(object: KubeObject): string | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

/** Turns requests, in their order, into steps: what each did, and what its maker had seen. */
export class StepMaker {
  /** Who wrote each revision so far. */
  private readonly writers = new Map<number, Actor>();
  /** By uid: the last version, and the last version of something it owns. */
  private readonly latest = new Map<string, Seen>();
  private readonly children = new Map<string, { readonly seen: Seen; readonly actor: Actor }>();

  constructor(private readonly source: StepSource) {}

  step(event: AuditEvent): Told | undefined {
    if (event.resource === LEGACY || QUESTIONS.test(event.resource)) return undefined;
    const actor = actorOf(event);
    const version = this.versionOf(event);
    if (version === undefined && actor.part !== 'you' && event.code < 400) return undefined;
    const what = whatOf(event, version, (uid) => this.source.decision(uid));
    if (what === undefined || (what.is === 'event' && SAID_TWICE.has(what.reason))) return undefined;
    const isNoted =
      actor.part === 'you' || what.is !== 'changed' || what.paths.some((path) => path.startsWith('spec.'));
    const about = this.about(event, version);
    const saw = version === undefined || actor.part === 'you' ? undefined : this.sawBefore(version, actor);
    if (version !== undefined && version.resource !== 'events') this.remember(version, actor, about.object);
    if (!isNoted) return undefined;
    const { timeMs: atMs, verb, resource, subresource, namespace, code } = event;
    const name = event.name === '' ? (version?.object.metadata.name ?? '') : event.name;
    const step: Step = {
      atMs,
      actor,
      verb,
      resource,
      subresource,
      namespace,
      name,
      code,
      revision: version?.revision,
      object: about.object,
      kind: about.kind,
      saw,
      what,
      n: 1,
    };
    return { step, uid: about.uid, owner: version === undefined ? undefined : ownerOf(version.object) };
  }

  /** The version that a request wrote: the last before its answer, when that is of its object. */
  private versionOf({ verb, revision, resource, namespace, name, code }: AuditEvent): Version | undefined {
    if (verb === 'get' || verb === 'list' || verb === 'watch' || code >= 400) return undefined;
    const { history } = this.source;
    if (revision <= history.oldestRevision) return undefined;
    const [version] = history.versions(undefined, { fromRevision: revision, toRevision: revision });
    if (version === undefined || version.resource !== resource || this.writers.has(revision)) return undefined;
    const { metadata } = version.object;
    if ((metadata.namespace ?? '') !== namespace || (name !== '' && metadata.name !== name)) return undefined;
    return version;
  }

  private about(event: AuditEvent, version: Version | undefined): { object: string; kind: string; uid: string } {
    if (version !== undefined && event.resource === 'events') {
      const json = asJson(version.object);
      const it = record(json['involvedObject'] ?? json['regarding']);
      const [kind, namespace, name] = [text(it['kind']), text(it['namespace']), text(it['name'])];
      const place = kind === 'Node' ? '' : namespace;
      return { object: this.source.keyOf(text(it['apiVersion']), kind, place, name), kind, uid: text(it['uid']) };
    }
    const object = keyOf(event.resource, event.namespace, version?.object.metadata.name ?? event.name);
    return { object, kind: version?.object.kind ?? '', uid: version?.object.metadata.uid ?? '' };
  }

  /** What made the actor act: another's version of the object, or of what it owns, or of what owns it. */
  private sawBefore(version: Version, actor: Actor): Seen | undefined {
    if (version.resource === 'events') return undefined;
    const { uid } = version.object.metadata;
    const before = version.type === 'ADDED' ? undefined : version.previous;
    const owner = ownerOf(version.object);
    const child = this.children.get(uid);
    const childIsNews =
      child !== undefined && !isSame(child.actor, actor) && child.seen.revision > (before?.revision ?? 0);
    if (childIsNews) return child.seen;
    if (before === undefined) return owner === undefined ? undefined : this.latest.get(owner);
    const writer = this.writers.get(before.revision);
    if (writer === undefined || isSame(writer, actor)) return undefined;
    const { namespace = '', name } = before.object.metadata;
    return { revision: before.revision, atMs: before.timeMs, object: keyOf(before.resource, namespace, name) };
  }

  private remember(version: Version, actor: Actor, object: string): void {
    const seen: Seen = { revision: version.revision, atMs: version.timeMs, object };
    this.writers.set(version.revision, actor);
    // What the cause of later creations is: a status that its own controller wrote is not.
    if (version.writer.subresource !== 'status') this.latest.set(version.object.metadata.uid, seen);
    const owner = ownerOf(version.object);
    if (owner !== undefined) this.children.set(owner, { seen, actor });
  }
}
