import type { KubeObject } from '../../json.ts';
import type { Condition } from '../kinds.ts';

/** What a metric should be. Models: autoscaling/v2.MetricTarget */
export interface MetricTarget {
  readonly type?: string;
  readonly averageUtilization?: number;
  readonly averageValue?: string | number;
}

/** Models: autoscaling/v2.ResourceMetricSource, ContainerResourceMetricSource */
export interface ResourceSource {
  readonly name?: string;
  readonly container?: string;
  readonly target?: MetricTarget;
}

/** Models: autoscaling/v2.MetricSpec */
export interface Metric {
  readonly type?: string;
  readonly resource?: ResourceSource;
  readonly containerResource?: ResourceSource;
}

/** Models: autoscaling/v2.HPAScalingRules, as defaulted */
export interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly tolerance?: string | number;
  readonly policies?: readonly {
    readonly type?: string;
    readonly value?: number;
    readonly periodSeconds?: number;
  }[];
}

export interface Behavior {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

/** Models: autoscaling/v2.HorizontalPodAutoscalerStatus */
export interface AutoscalerStatus {
  readonly observedGeneration?: number;
  readonly lastScaleTime?: string;
  readonly currentReplicas?: number;
  readonly desiredReplicas?: number;
  readonly currentMetrics?: readonly unknown[] | null;
  readonly conditions?: readonly Condition[];
}

/** Models: autoscaling/v2.HorizontalPodAutoscaler */
export interface Autoscaler extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Metric[];
    readonly behavior?: Behavior;
  };
  readonly status?: AutoscalerStatus;
}
