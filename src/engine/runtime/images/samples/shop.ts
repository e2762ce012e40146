import type { Program, Task } from '../../../shell/process/types.ts';
import { cartService, loadGenerator, SHOP_PORTS, shopFrontend, shopService } from '../../apps/shop.ts';
import type { ImageDefinition } from '../../image.ts';
import { serverProgram } from '../../web/app.ts';
import { image } from '../recipe.ts';

const SHOP_FOLDERS = [
  'us-central1-docker.pkg.dev/google-samples/microservices-demo',
  'gcr.io/google-samples/microservices-demo',
];
const SHOP_TAGS = {
  minors: {
    '0.10': 4,
    '0.9': 0,
    '0.8': 1,
    '0.7': 0,
    '0.6': 0,
    '0.5': 2,
    '0.4': 2,
    '0.3': 9,
    '0.2': 4,
    '0.1': 5,
    '0.0': 0,
  },
  variants: [],
} as const;

function shopProgram(name: string): Program {
  if (name === 'frontend') return serverProgram(shopFrontend);
  if (name === 'loadgenerator') return loadGenerator;
  if (name === 'cartservice') return cartService;
  return serverProgram(shopService(name as keyof typeof SHOP_PORTS));
}

/** The twelve-service demo shop. */
export const shop: readonly ImageDefinition[] = SHOP_FOLDERS.flatMap((folder) =>
  ['frontend', 'loadgenerator', ...Object.keys(SHOP_PORTS)].map((name) =>
    image({
      repository: `${folder}/${name}`,
      tags: SHOP_TAGS,
      base: 'alpine',
      sizeBytes: 40_000_000,
      entrypoint: [`/src/${name}`],
      programs: () => ({ [`/src/${name}`]: shopProgram(name), '/bin/grpc_health_probe': grpcHealthProbe }),
    }),
  ),
);

/** `grpc_health_probe -addr=:8080`, which older images carry for exec probes. */
const grpcHealthProbe: Program = function* (process): Task<number> {
  const port = Number(/-addr[= ]\S*?:(\d+)/.exec(process.argv.join(' '))?.[1] ?? 0);
  const serves = process.machine.network?.listening().includes(port) === true;
  process.stdout.write(serves ? 'status: SERVING\n' : `timeout: failed to connect service ":${port}" within 1s\n`);
  yield* process.sleep(5);
  return serves ? 0 : 2;
};
