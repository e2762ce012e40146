import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { staticPodManifests, staticPodTexts } from '../../../../src/engine/cluster/bootstrap/system-pods.ts';

test('the manifests that kubelets are spared reading say what they were written from', () => {
  const manifests = staticPodManifests('172.18.0.2');
  const texts = Object.entries(staticPodTexts('172.18.0.2'));
  expect(texts.map(([name]) => name)).toEqual(Object.keys(manifests));
  for (const [name, text] of texts) expect(JSON.stringify(parse(text)), name).toBe(JSON.stringify(manifests[name]));
});
