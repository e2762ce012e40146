import type { Component, ComponentContext } from '../component.ts';
import { CronJobController } from './cronjob/controller.ts';
import { DaemonSetController } from './daemonset/controller.ts';
import { DeploymentController } from './deployment/controller.ts';
import { DisruptionController } from './disruption.ts';
import { EndpointsController } from './endpoints/endpoints-controller.ts';
import { EndpointSliceController } from './endpoints/endpointslice-controller.ts';
import { EndpointSliceMirroringController } from './endpoints/endpointslice-mirroring-controller.ts';
import { GarbageCollector } from './garbage-collector/controller.ts';
import { HorizontalPodAutoscalerController } from './horizontal-pod-autoscaler.ts';
import { JobController } from './job/controller.ts';
import { NamespaceController } from './namespace-controller.ts';
import { NodeLifecycleController } from './node-lifecycle/node-lifecycle-controller.ts';
import { TaintEvictionController } from './node-lifecycle/taint-eviction-controller.ts';
import { PodGarbageCollector } from './pod-gc.ts';
import { REPLICA_SETS, REPLICATION_CONTROLLERS, ReplicaSetController } from './replicaset/controller.ts';
import { ResourceQuotaController } from './resourcequota/controller.ts';
import { RootCaCertPublisher } from './root-ca-cert-publisher.ts';
import { ServiceAccountController } from './service-account-controller.ts';
import { StatefulSetController } from './statefulset/controller.ts';
import { TtlAfterFinishedController } from './ttl-after-finished.ts';
import { ExternalResizer } from './volumes/external-resizer.ts';
import { PersistentVolumeController } from './volumes/persistent-volume-controller.ts';
import { VolumeProtectionController } from './volumes/protection-controller.ts';

/** The controllers of kube-controller-manager that this cluster runs, in the order in which they are started. Each is handed its own random generator. */
export const controllerFactories: readonly ((context: ComponentContext) => Component)[] = [
  (context) => new ServiceAccountController(context),
  (context) => new RootCaCertPublisher(context),
  (context) => new NamespaceController(context),
  (context) => new GarbageCollector(context),
  (context) => new DeploymentController(context),
  (context) => new ReplicaSetController(context, REPLICA_SETS),
  (context) => new ReplicaSetController(context, REPLICATION_CONTROLLERS),
  (context) => new DaemonSetController(context),
  (context) => new JobController(context),
  (context) => new TtlAfterFinishedController(context),
  (context) => new StatefulSetController(context),
  (context) => new CronJobController(context),
  (context) => new DisruptionController(context),
  (context) => new HorizontalPodAutoscalerController(context),
  (context) => new ResourceQuotaController(context),
  (context) => new EndpointsController(context),
  (context) => new EndpointSliceController(context),
  (context) => new EndpointSliceMirroringController(context),
  (context) => new PersistentVolumeController(context),
  (context) => new VolumeProtectionController(context),
  (context) => new NodeLifecycleController(context),
  (context) => new TaintEvictionController(context),
  (context) => new PodGarbageCollector(context),
  (context) => new ExternalResizer(context),
];
