import { describe, expect, it } from 'vitest';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';
import { completeManifest } from '../../../../src/engine/session/manifest/complete.ts';
import { explainManifest } from '../../../../src/engine/session/manifest/hover.ts';

/** A manifest with its cursor at `|`. */
function cut(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('¦');
  return { text: marked.replace('¦', ''), offset };
}

function offered(marked: string): readonly string[] {
  const { text, offset } = cut(marked);
  return (completeManifest(text, offset, kinds)?.candidates ?? []).map((each) => each.text);
}

function inserted(marked: string, name: string): string {
  const { text, offset } = cut(marked);
  const found = completeManifest(text, offset, kinds);
  const candidate = found?.candidates.find((each) => each.text === name);
  if (found === undefined || candidate === undefined) return 'not offered';
  return text.slice(0, found.from) + candidate.insert + text.slice(found.to);
}

const POD = 'apiVersion: v1\nkind: Pod\n';

describe('what can be written in a manifest', () => {
  it('is at first what every object has', () => {
    expect(offered('¦')).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
    expect(offered('apiVersion: v1\nk¦')).toEqual(['kind', 'metadata', 'spec']);
  });

  it('is a kind of the version that stands there, and a version of the kind', () => {
    expect(offered('apiVersion: apps/v1\nkind: ¦')).toContain('StatefulSet');
    expect(offered('apiVersion: apps/v1\nkind: ¦')).not.toContain('Pod');
    expect(offered('kind: Deployment\napiVersion: ¦')).toEqual(['apps/v1']);
    expect(offered('kind: ¦')).toContain('CronJob');
  });

  it('is the fields of the kind that are not there yet, without what the server writes', () => {
    expect(offered(`${POD}metadata:\n  name: web\n¦`)).toEqual(['spec']);
    const fields = offered(`${POD}metadata:\n  name: web\n  ¦`);
    expect(fields[0]).toBe('namespace');
    expect(fields).toContain('labels');
    expect(fields).not.toContain('uid');
  });

  it('follows lists, with dashes at the key or deeper', () => {
    for (const indent of ['', '  ']) {
      const start = `${POD}spec:\n  containers:\n${indent}  - name: web\n${indent}    ¦\n`;
      const fields = offered(start);
      expect(fields).toContain('image');
      expect(fields).not.toContain('name');
      expect(offered(`${POD}spec:\n  containers:\n${indent}  - ¦\n${indent}    image: nginx\n`)).not.toContain('image');
    }
    expect(
      offered(`${POD}spec:\n  containers:\n  - name: web\n    ports:\n    - containerPort: 80\n      pro¦`),
    ).toEqual(['name', 'hostIP', 'hostPort', 'protocol']);
  });

  it('begins an item where a list is due', () => {
    expect(offered(`${POD}spec:\n  containers:\n    ¦`)[0]).toBe('- name');
    expect(inserted(`${POD}spec:\n  containers:\n    ¦`, '- name')).toBe(`${POD}spec:\n  containers:\n    - name: `);
  });

  it('is the values of an enumeration, true and false', () => {
    expect(offered(`${POD}spec:\n  restartPolicy: ¦`)).toEqual(['Always', 'Never', 'OnFailure']);
    expect(offered(`${POD}spec:\n  restartPolicy: Al¦ways # why`)).toEqual(['Always', 'Never', 'OnFailure']);
    expect(offered(`${POD}spec:\n  hostNetwork: ¦`)).toEqual(['true', 'false']);
    expect(inserted(`${POD}spec:\n  restartPolicy: N¦ # why`, 'Never')).toBe(
      `${POD}spec:\n  restartPolicy: Never # why`,
    );
  });

  it('puts in what the value begins with', () => {
    expect(inserted(`${POD}sp¦`, 'spec')).toBe(`${POD}spec:\n  `);
    expect(inserted(`${POD}spec:\n  con¦`, 'containers')).toBe(`${POD}spec:\n  containers:\n    - `);
    expect(inserted(`${POD}metadata:\n  la¦`, 'labels')).toBe(`${POD}metadata:\n  labels:\n    `);
    expect(inserted(`${POD}metadata:\n  na¦`, 'name')).toBe(`${POD}metadata:\n  name: `);
  });

  it('is nothing in names of one’s own, comments and blocks of text', () => {
    expect(offered(`${POD}metadata:\n  labels:\n    ¦`)).toEqual([]);
    expect(offered(`${POD}# ¦`)).toEqual([]);
    expect(offered('apiVersion: v1\nkind: ConfigMap\ndata:\n  run: |\n    ¦')).toEqual([]);
    expect(offered(`${POD}spec:\n  nosuch:\n    ¦`)).toEqual([]);
  });

  it('looks at the document that the cursor is in', () => {
    const two = `${POD}spec:\n  ¦\n---\napiVersion: v1\nkind: Service\nspec:\n  type: X\n`;
    expect(offered(two)).toContain('containers');
    expect(offered(`${POD}---\napiVersion: v1\nkind: Service\nspec:\n  type: ¦`)).toEqual([
      'ClusterIP',
      'ExternalName',
      'LoadBalancer',
      'NodePort',
    ]);
  });
});

describe('what there is to say of a field', () => {
  const texts = {
    'io.k8s.api.core.v1.Container': { description: 'A container.', fields: { image: 'Container image name.' } },
    'io.k8s.api.core.v1.PodSpec': { description: 'A spec.', fields: {} },
  };
  const help = (marked: string) => {
    const { text, offset } = cut(marked);
    return explainManifest(text, offset, kinds, texts);
  };

  it('is its type, what kubectl explain says, and the path to ask it by', () => {
    const text = `${POD}spec:\n  containers:\n  - name: web\n    im¦age: nginx\n`;
    expect(help(text)).toEqual({
      from: text.indexOf('im¦'),
      to: text.indexOf('im¦') + 5,
      path: 'pod.spec.containers.image',
      type: 'string',
      required: false,
      values: [],
      description: 'Container image name.',
    });
    expect(help(`${POD}sp¦ec:\n  containers: []\n`)).toMatchObject({ path: 'pod.spec', description: 'A spec.' });
    expect(help(`${POD}spec:\n  restartPolicy: Al¦ways\n`)).toMatchObject({
      path: 'pod.spec.restartPolicy',
      values: ['Always', 'Never', 'OnFailure'],
    });
  });

  it('is nothing for what no field is', () => {
    expect(help(`${POD}metadata:\n  labels:\n    ap¦p: web\n`)).toBeUndefined();
    expect(help(`${POD}no¦such: 1\n`)).toBeUndefined();
    expect(help('ki¦nd: Nothing\n')).toBeUndefined();
  });
});
