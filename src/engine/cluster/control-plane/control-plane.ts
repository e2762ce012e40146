import { CONTROL_PLANE } from '../bootstrap/nodes.ts';
import { SYSTEM_IMAGES } from '../bootstrap/system-pods.ts';
import type { Component, ComponentContext } from '../component.ts';
import { controllerFactories } from '../controllers/registry.ts';
import type { ContainerConfig } from '../kubelet/runtime.ts';
import { createScheduler, type Scheduler } from '../scheduler/scheduler.ts';
import type { ApiFront } from './api-front.ts';
import type { ContainerObserver } from './observed-runtime.ts';

/** The programs of the control plane that run as static pods. */
type Part = 'etcd' | 'kube-apiserver' | 'kube-scheduler' | 'kube-controller-manager';

const REPOSITORIES: readonly (readonly [repository: string, part: Part])[] = (
  [
    [SYSTEM_IMAGES.etcd, 'etcd'],
    [SYSTEM_IMAGES.apiServer, 'kube-apiserver'],
    [SYSTEM_IMAGES.scheduler, 'kube-scheduler'],
    [SYSTEM_IMAGES.controllerManager, 'kube-controller-manager'],
  ] as const
).map(([image, part]) => [image.slice(0, image.lastIndexOf(':')), part]);

/** From a program's start until it serves, or has the lease without which it does nothing. Milliseconds. */
const START_MS: { readonly [part in Part]: readonly [low: number, high: number] } = {
  etcd: [600, 1500],
  'kube-apiserver': [2500, 4500],
  'kube-scheduler': [1500, 3000],
  'kube-controller-manager': [2000, 4000],
};

/** What the control plane is put together from. */
export interface ControlPlaneOptions {
  readonly context: (name: string) => ComponentContext;
  readonly front: ApiFront;
  /** Controllers that are programs of their own: they run beside the control plane. */
  readonly others: readonly Component[];
}

/**
 * The scheduler, the controllers and the API server's port, each as alive as its container on the control plane: who takes the static pod's
 * manifest away takes the program away. All run from the start; a fresh cluster's containers are those programs. While the API server or
 * etcd is down, the other two hold no lease and do nothing.
 */
export class ControlPlane implements ContainerObserver {
  private readonly down = new Set<Part>();
  private readonly running = new Map<Part, string>();
  private starts = 0;
  private controllers: readonly Component[];
  private schedulerNow: Scheduler;
  private schedulerRuns = true;
  private controllersRun = true;

  constructor(private readonly options: ControlPlaneOptions) {
    const { context } = options;
    // In this order since the first cluster: names and chances depend on it.
    this.schedulerNow = createScheduler(context('scheduler'));
    this.controllers = controllerFactories.map((make, at) => make(context(`controller-${at}`)));
  }

  /** The one that runs, or ran last. */
  get scheduler(): Scheduler {
    return this.schedulerNow;
  }

  start(): void {
    for (const component of [...this.controllers, ...this.options.others, this.schedulerNow]) component.start();
  }

  stop(): void {
    if (this.controllersRun) for (const component of this.controllers) component.stop();
    for (const component of this.options.others) component.stop();
    if (this.schedulerRuns) this.schedulerNow.stop();
  }

  started(config: ContainerConfig): void {
    const part = partOf(config);
    if (part === undefined) return;
    const life = `${config.podUid}/${config.attempt}`;
    this.running.set(part, life);
    if (!this.down.has(part)) return;
    const { clock, random } = this.options.context(`control-plane/${++this.starts}`);
    clock.after(random.between(...START_MS[part]), () => {
      if (this.running.get(part) !== life) return;
      this.down.delete(part);
      this.settle();
    });
  }

  ended(config: ContainerConfig): void {
    const part = partOf(config);
    if (part === undefined || this.running.get(part) !== `${config.podUid}/${config.attempt}`) return;
    this.running.delete(part);
    this.down.add(part);
    this.settle();
  }

  /** Brings each program's state in line with the containers'. A process that begins anew knows nothing of the one before. */
  private settle(): void {
    const serving = !this.down.has('etcd') && !this.down.has('kube-apiserver');
    if (this.options.front.isServing !== serving) this.options.front.isServing = serving;
    const schedules = serving && !this.down.has('kube-scheduler');
    if (schedules !== this.schedulerRuns) {
      this.schedulerRuns = schedules;
      if (schedules) {
        this.schedulerNow = createScheduler(this.options.context(`scheduler/${++this.starts}`));
        this.schedulerNow.start();
      } else this.schedulerNow.stop();
    }
    const controls = serving && !this.down.has('kube-controller-manager');
    if (controls === this.controllersRun) return;
    this.controllersRun = controls;
    if (!controls) {
      for (const component of this.controllers) component.stop();
      return;
    }
    const start = ++this.starts;
    this.controllers = controllerFactories.map((make, at) => make(this.options.context(`controller-${at}/${start}`)));
    for (const component of this.controllers) component.start();
  }
}

function partOf(config: ContainerConfig): Part | undefined {
  if (config.namespace !== 'kube-system' || config.node !== CONTROL_PLANE) return undefined;
  return REPOSITORIES.find(([repository]) => config.image.startsWith(`${repository}:`))?.[1];
}
