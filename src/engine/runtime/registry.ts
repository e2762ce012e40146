import type { ImageFacts, RegistryCredentials } from '../cluster/kubelet/runtime.ts';
import { hash32, Random } from '../cluster/random.ts';
import { genericImage } from './generic/image.ts';
import { judge } from './generic/verdict.ts';
import type { ImageDefinition } from './image.ts';
import { imageOf, knownRepositories } from './images/find.ts';
import { systemImages } from './images/system.ts';
import { pullError } from './pull-errors.ts';
import { canonical, parseReference } from './reference.ts';
import { admission, type PrivateRegistry } from './registries.ts';

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

/** What runs before any learner's pod does, without a look at all other images. */
const system: ReadonlyMap<string, ImageDefinition> = new Map(
  systemImages.map((definition) => [definition.repository, definition]),
);

const definitionOf = (repository: string): ImageDefinition | undefined => system.get(repository) ?? imageOf(repository);

/** All registries of the world: the images that Skiff has as programs, stand-ins for those that may exist, and no others. */
export class Registry {
  private readonly found = new Map<string, FoundImage>();
  private readonly loaded = new Map<string, FoundImage>();

  constructor(private readonly registries: readonly PrivateRegistry[] = []) {}

  /** Looks a reference up as a pull would. Models: containerd's resolver */
  lookup(text: string, credentials: readonly RegistryCredentials[] = []): Lookup {
    const written = parseReference(text);
    const name = canonical(written);
    const admitted = admission(written, credentials, this.registries);
    if (admitted === 'no-credentials' || admitted === 'wrong-credentials')
      return { kind: 'missing', message: pullError(admitted, written, name) };
    const known = this.found.get(name);
    if (known !== undefined) return { kind: 'found', image: known };
    const reference = { ...written, repository: servedAs(written.repository) };
    let definition = definitionOf(reference.repository);
    let tag = definition === undefined ? undefined : tagOf(definition, reference.tag);
    if (definition === undefined || tag === undefined) {
      const verdict =
        admitted === 'admitted' ? ({ kind: 'generic', ports: [] } as const) : judge(reference, knownRepositories());
      if (verdict.kind !== 'generic') return { kind: 'missing', message: pullError(verdict.kind, reference, name) };
      definition = genericImage(reference, verdict.ports);
      tag = reference.tag;
    }
    const image = { definition, tag, facts: factsOf(definition, tag, name) };
    this.found.set(name, image);
    return { kind: 'found', image };
  }

  /**
   * What is on every node of a cluster that has its images from the start; undefined where it must be pulled. Such an image came from an
   * archive: it has no digest of a registry, so its containers show its own.
   */
  preloaded(text: string): FoundImage | undefined {
    const known = this.loaded.get(text);
    if (known !== undefined) return known;
    if (parseReference(text).tag === 'latest') return undefined;
    const lookup = this.lookup(text);
    if (lookup.kind === 'missing' || lookup.image.definition.generic !== undefined) return undefined;
    const image = { ...lookup.image, facts: { ...lookup.image.facts, digest: '' } };
    this.loaded.set(text, image);
    return image;
  }
}

/** How many answers are kept: a page asks for each container of each change. */
const MOST_VERDICTS = 2000;

const everybody = new Registry();
const verdicts = new Map<string, boolean>();

/** Whether a container of this image runs a stand-in instead of the image's own program. False for an image that nobody has. */
export function isGeneric(image: string): boolean {
  const known = verdicts.get(image);
  if (known !== undefined) return known;
  const open = everybody.lookup(image, [
    { registry: parseReference(image).repository, username: 'anybody', password: '' },
  ]);
  const generic = open.kind === 'found' && open.image.definition.generic !== undefined;
  if (verdicts.size < MOST_VERDICTS) verdicts.set(image, generic);
  return generic;
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

function factsOf(definition: ImageDefinition, tag: string, name: string): ImageFacts {
  const digits = (of: string): string => new Random(hash32(`${of} ${definition.repository}:${tag}`)).hex(64);
  return {
    reference: name,
    digest: `sha256:${digits('manifest')}`,
    imageId: `sha256:${digits('config')}`,
    sizeBytes: definition.sizeBytes,
    ...(definition.user === undefined ? {} : { user: definition.user }),
    ...(definition.generic === undefined ? {} : { generic: true as const }),
  };
}
