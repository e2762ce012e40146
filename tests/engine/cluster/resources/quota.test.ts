import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { admitQuota } from '../../../../src/engine/cluster/resources/quota/admission.ts';
import { resourceList } from '../../../../src/engine/cluster/resources/quota/amounts.ts';
import { usageOf } from '../../../../src/engine/cluster/resources/quota/usage.ts';
import { object, podOf, World } from './strategy-world.ts';

const quota = (spec: object): KubeObject => object('ResourceQuota', 'compute', { spec });
const sized = { requests: { cpu: '200m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } };

function named(name: string, of: KubeObject): KubeObject {
  return { ...of, metadata: { ...of.metadata, name } };
}

/** What admission says of one more pod in a namespace that holds `pods`. */
function admit(spec: object, pods: readonly KubeObject[], pod: KubeObject): () => void {
  const world = new World().put('resourcequotas', quota(spec));
  for (const [at, each] of pods.entries()) world.put('pods', named(`old-${at}`, each));
  return () => admitQuota('pods', pod, world);
}

const usage = (resource: string, of: KubeObject): object => {
  const amounts = usageOf(resource, of);
  return resourceList(amounts, amounts.keys());
};

describe('what an object uses', () => {
  it('of a pod is what its containers ask for together', () => {
    const pod = podOf(
      {},
      {
        containers: [
          { name: 'a', resources: sized },
          { name: 'b', resources: sized },
        ],
      },
    );
    expect(usage('pods', pod)).toEqual({
      'count/pods': '1',
      pods: '1',
      cpu: '400m',
      memory: '256Mi',
      'requests.cpu': '400m',
      'requests.memory': '256Mi',
      'limits.cpu': '1',
      'limits.memory': '512Mi',
    });
  });

  it('of a pod whose init container needs more is that', () => {
    const initContainers = [{ name: 'i', resources: { requests: { cpu: '2' } } }];
    expect(usage('pods', podOf({ resources: { requests: { cpu: '1' } } }, { initContainers }))).toMatchObject({
      'requests.cpu': '2',
    });
  });

  it('of a pod that has ended is its name only', () => {
    expect(usage('pods', { ...podOf({ resources: sized }), status: { phase: 'Succeeded' } })).toEqual({
      'count/pods': '1',
    });
  });

  it('of a service counts node ports and load balancers', () => {
    const service = object('Service', 's', { spec: { type: 'LoadBalancer', ports: [{ port: 80 }, { port: 81 }] } });
    expect(usage('services', service)).toEqual({
      'count/services': '1',
      services: '1',
      'services.loadbalancers': '1',
      'services.nodeports': '2',
    });
  });
});

describe('a quota', () => {
  const hard = { 'requests.cpu': '1', 'limits.cpu': '2', pods: '3' };

  it('lets in what fits', () => {
    expect(admit({ hard }, [podOf({ resources: sized })], podOf({ resources: sized }))).not.toThrow();
  });

  it('refuses what would exceed it, and names the amounts', () => {
    const big = podOf({ resources: { requests: { cpu: '900m' }, limits: { cpu: '900m' } } });
    expect(admit({ hard }, [podOf({ resources: sized })], big)).toThrow(
      'pods "p" is forbidden: exceeded quota: compute, requested: requests.cpu=900m, used: requests.cpu=200m, limited: requests.cpu=1',
    );
  });

  it('refuses pods that do not say what it limits', () => {
    expect(admit({ hard }, [], podOf())).toThrow(
      'pods "p" is forbidden: failed quota: compute: must specify limits.cpu for: c; requests.cpu for: c',
    );
  });

  it('counts objects of any kind', () => {
    const world = new World().put('resourcequotas', quota({ hard: { 'count/deployments.apps': '0' } }));
    const deployment = object('Deployment', 'd', {});
    expect(() => admitQuota('deployments.apps', deployment, world)).toThrow(
      'deployments.apps "d" is forbidden: exceeded quota: compute, requested: count/deployments.apps=1, used: count/deployments.apps=0, limited: count/deployments.apps=0',
    );
  });

  it('with a scope looks at no other pods', () => {
    const spec = { hard: { pods: '0' }, scopes: ['BestEffort'] };
    expect(admit(spec, [], podOf({ resources: sized }))).not.toThrow();
    expect(admit(spec, [], podOf())).toThrow('exceeded quota');
    const classes = {
      hard: { pods: '0' },
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
    };
    expect(admit(classes, [], podOf())).not.toThrow();
    expect(admit(classes, [], podOf({}, { priorityClassName: 'high' }))).toThrow('exceeded quota');
  });
});
