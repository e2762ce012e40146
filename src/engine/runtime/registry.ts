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
    const reference = parseReference(text);
    const name = canonical(reference);
    const known = this.found.get(name);
    if (known !== undefined) return { kind: 'found', image: known };
    const definition = this.byRepository.get(reference.repository);
    if (definition === undefined) return { kind: 'missing', message: refused(reference, name) };
    const tag =
      reference.tag === 'latest'
        ? definition.tags[0]
        : definition.tags.find((candidate) => candidate === reference.tag);
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
