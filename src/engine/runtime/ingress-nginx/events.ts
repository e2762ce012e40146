import type { JsonObject, KubeObject } from '../../cluster/json.ts';
import { formatTime } from '../../cluster/timestamp.ts';
import type { Process } from '../../shell/process/types.ts';
import type { PodApi } from '../pod-api.ts';
import type { Klog } from './klog.ts';

const COMPONENT = 'nginx-ingress-controller';

/** Tells events of objects; the same one again counts up. Models: client-go EventRecorder with its correlator */
export class Events {
  private readonly told = new Map<string, { readonly path: string; count: number }>();

  constructor(
    private readonly process: Process,
    private readonly api: PodApi,
    private readonly log: Klog,
  ) {}

  tell(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { kind, apiVersion, metadata } = object;
    const { name, namespace = 'default', uid, resourceVersion } = metadata;
    const about = `Kind:"${kind}", Namespace:"${namespace}", Name:"${name}", UID:"${uid}", APIVersion:"${apiVersion}", ResourceVersion:"${resourceVersion ?? ''}", FieldPath:""`;
    this.log.line(
      'I',
      'event.go:377',
      `Event(v1.ObjectReference{${about}}): type: '${type}' reason: '${reason}' ${message}`,
    );
    const now = formatTime(this.process.machine.clock.nowMs());
    const key = `${uid}/${type}/${reason}/${message}`;
    const known = this.told.get(key);
    if (known !== undefined) {
      known.count++;
      const patched = this.api.request(
        'PATCH',
        known.path,
        { count: known.count, lastTimestamp: now },
        'application/strategic-merge-patch+json',
      );
      if ('body' in patched) return;
    }
    const base = `/api/v1/namespaces/${namespace}/events`;
    const eventName = `${name}.${this.process.machine.random.hex(16)}`;
    const event: JsonObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: eventName, namespace },
      involvedObject: { kind, namespace, name, uid, apiVersion, resourceVersion: resourceVersion ?? '' },
      reason,
      message,
      type,
      source: { component: COMPONENT },
      reportingComponent: COMPONENT,
      reportingInstance: '',
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    const made = this.api.request('POST', base, event);
    if ('body' in made) this.told.set(key, { path: `${base}/${eventName}`, count: 1 });
    else
      this.log.error('event.go:359', 'Server rejected event (will not retry!)', {
        err: made.failure.message,
        event: `${namespace}/${eventName}`,
      });
  }
}
