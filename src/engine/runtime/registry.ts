import type { ImageFacts } from '../cluster/kubelet/runtime.ts';
import { hash32, Random } from '../cluster/random.ts';
import type { ImageDefinition } from './image.ts';
import { canonical, type ImageReference, parseReference } from './reference.ts';

/** An image found under a reference. */
export interface FoundImage {
  readonly definition: ImageDefinition;
  /** The tag with `latest` resolved. */
  readonly tag: string;
  readonly facts: ImageFacts;
}

/** What the registry answers: the image, or containerd's message why not. */
export type Lookup =
  | { readonly kind: 'found'; readonly image: FoundImage }
  | { readonly kind: 'missing'; readonly message: string };

/** All images that Skiff has as programs. */
export class Registry {
  private readonly byRepository: ReadonlyMap<string, ImageDefinition>;
  private readonly found = new Map<string, FoundImage>();

  constructor(definitions: readonly ImageDefinition[]) {
    this.byRepository = new Map(definitions.map((definition) => [definition.repository, definition]));
  }

  /** Looks a reference up as a pull would. Models: containerd's resolver against Docker Hub */
  lookup(text: string): Lookup {
    const written = parseReference(text);
    const name = canonical(written);
    const reference = { ...written, repository: servedAs(written.repository) };
    const known = this.found.get(name);
    if (known !== undefined) return { kind: 'found', image: known };
    const definition = this.byRepository.get(reference.repository);
    if (definition === undefined) return { kind: 'missing', message: refused(reference, name) };
    const tag = tagOf(definition, reference.tag);
    if (tag === undefined) {
      return {
        kind: 'missing',
        message: `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve image: ${name}: not found`,
      };
    }
    const image = { definition, tag, facts: factsOf(definition, tag, name) };
    this.found.set(name, image);
    return { kind: 'found', image };
  }
}

/** Old names and mirrors, and where a registry serves them from. */
const REDIRECTS: readonly (readonly [string, string])[] = [
  ['k8s.gcr.io/', 'registry.k8s.io/'],
  ['gcr.io/google_containers/', 'registry.k8s.io/'],
  ['gcr.io/google-containers/', 'registry.k8s.io/'],
  ['gcr.io/kubernetes-e2e-test-images/', 'registry.k8s.io/e2e-test-images/'],
  ['public.ecr.aws/docker/library/', 'docker.io/library/'],
  ['mirror.gcr.io/', 'docker.io/'],
  ['index.docker.io/', 'docker.io/'],
  ['registry-1.docker.io/', 'docker.io/'],
];

/** The repository that answers for a name. */
export function servedAs(repository: string): string {
  const redirect = REDIRECTS.find(([from]) => repository.startsWith(from));
  return redirect === undefined ? repository : `${redirect[1]}${repository.slice(redirect[0].length)}`;
}

/** The definition's tag that a reference's stands for. A digest ('') is taken for the newest. */
function tagOf(definition: ImageDefinition, tag: string): string | undefined {
  if (tag === 'latest' || tag === '') return definition.tags[0];
  return definition.tags.includes(tag) || definition.hasTag?.(tag) === true ? tag : undefined;
}

function refused(reference: ImageReference, name: string): string {
  if (!reference.repository.startsWith('docker.io/')) {
    return `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve image: ${name}: not found`;
  }
  return `failed to pull and unpack image "${name}": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
}

function factsOf(definition: ImageDefinition, tag: string, name: string): ImageFacts {
  const digits = (of: string): string => new Random(hash32(`${of} ${definition.repository}:${tag}`)).hex(64);
  return {
    reference: name,
    digest: `sha256:${digits('manifest')}`,
    imageId: `sha256:${digits('config')}`,
    sizeBytes: definition.sizeBytes,
  };
}
