import { describe, expect, it } from 'vitest';
import { Learner } from './learner.ts';

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, kind: Widget, shortNames: [wd]}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, properties: {size: {type: integer, description: How large.}}}
          status: {type: object, properties: {phase: {type: string}}}
    subresources: {status: {}}
    additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
`;
const WIDGET = `apiVersion: example.com/v1
kind: Widget
metadata: {name: w}
spec: {size: 3}
`;

function learner(): Learner {
  const made = new Learner();
  made.run(`cat > crd.yaml <<'Y'\n${CRD}Y`);
  made.run(`cat > w.yaml <<'Y'\n${WIDGET}Y`);
  made.run('kubectl apply -f crd.yaml');
  made.run('kubectl wait --for=condition=Established crd/widgets.example.com');
  return made;
}

describe('kubectl with custom resources', () => {
  it('applies, lists, patches, waits and explains them', () => {
    const me = learner();
    expect(me.run('kubectl apply -f w.yaml').out).toBe('widget.example.com/w created\n');
    expect(me.run('kubectl get wd --no-headers').out).toMatch(/^w +3 *\n$/);
    me.run(`kubectl patch wd w --subresource=status --type=merge -p '{"status":{"phase":"Ready"}}'`);
    expect(me.run(`kubectl wait wd/w --for=jsonpath='{.status.phase}'=Ready --timeout=5s`).out).toBe(
      'widget.example.com/w condition met\n',
    );
    expect(me.run('kubectl explain wd.spec').out).toContain('  size\t<integer>\n    How large.\n');
    expect(me.run('kubectl api-resources --api-group=example.com --no-headers').out).toMatch(
      /^widgets +wd +example\.com\/v1 +true +Widget\n$/,
    );
  });

  it('are not known before their definition is', () => {
    const me = new Learner();
    me.run(`cat > w.yaml <<'Y'\n${WIDGET}Y`);
    expect(me.run('kubectl apply -f w.yaml').err).toBe(
      'error: resource mapping not found for name: "w" namespace: "" from "w.yaml": no matches for kind "Widget" in version "example.com/v1"\nensure CRDs are installed first\n',
    );
  });

  it('own what the garbage collector deletes with them, and go with their namespace', () => {
    const me = learner();
    me.run('kubectl create namespace shop; kubectl -n shop apply -f w.yaml; kubectl -n shop create cm child');
    const uid = me.run('kubectl -n shop get wd w -o jsonpath={.metadata.uid}').out;
    const owner = `{"apiVersion":"example.com/v1","kind":"Widget","name":"w","uid":"${uid}"}`;
    me.run(`kubectl -n shop patch cm child -p '{"metadata":{"ownerReferences":[${owner}]}}'`);
    me.run('kubectl -n shop delete wd w; sleep 2');
    expect(me.run('kubectl -n shop get cm child').err).toContain('NotFound');
    me.run('kubectl -n shop apply -f w.yaml');
    me.run('kubectl delete namespace shop');
    expect(me.run('kubectl get wd -A').err).toBe('No resources found\n');
  });

  it('are allowed by roles', () => {
    const me = learner();
    me.run('kubectl apply -f w.yaml');
    const ask = 'kubectl get wd --as=system:serviceaccount:default:default';
    expect(me.run(ask).err).toContain('cannot list resource "widgets" in API group "example.com"');
    me.run('kubectl create clusterrole r --verb=list --resource=widgets.example.com');
    me.run('kubectl create clusterrolebinding r --clusterrole=r --serviceaccount=default:default');
    expect(me.run(ask).out).toContain('w      3');
  });

  it('are counted by quotas', () => {
    const me = learner();
    me.run('kubectl create quota q --hard=count/widgets.example.com=1; kubectl apply -f w.yaml');
    expect(me.run('sed "s/name: w/name: v/" w.yaml | kubectl apply -f -').err).toContain(
      'exceeded quota: q, requested: count/widgets.example.com=1, used: count/widgets.example.com=1, limited: count/widgets.example.com=1',
    );
    me.run('sleep 1');
    expect(me.run(`kubectl get quota q -o jsonpath='{.status.used}'`).out).toBe('{"count/widgets.example.com":"1"}');
  });
});
