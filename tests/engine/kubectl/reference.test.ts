import { expect, it } from 'vitest';
import { referenceText } from '../../../src/engine/kubectl/reference.ts';
import { kubectlCommand } from '../../../src/engine/kubectl/registry.ts';

it('docs/kubectl.md is what the commands say of themselves', async () => {
  await expect(referenceText(kubectlCommand)).toMatchFileSnapshot('../../../docs/kubectl.md');
});

it('says of each command whether it works', () => {
  const text = referenceText(kubectlCommand);
  expect(text).toMatch(/^\| `get` \| works \| .*`-o, --output`/m);
  expect(text).toMatch(/^\| `certificate approve` \| refused \|/m);
  expect(text).toMatch(/^\| `top node` \| works \| .* \| `--show-swap` \|$/m);
});
