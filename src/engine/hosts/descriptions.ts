import type { DescriptionSource, Descriptions } from '../kubectl/explain/descriptions.ts';

/** Keeps virtual time still while something outside is waited for. */
export interface Holder {
  hold(): void;
  release(): void;
}

/** What `kubectl explain` says, loaded when it is first asked for; time stands still meanwhile. Without the file explain goes on without texts. */
export function loadedWhenAsked(
  load: () => Promise<Descriptions>,
  holder: () => Holder | undefined,
): DescriptionSource {
  let loaded: Descriptions | undefined;
  let failed = false;
  return function* (process) {
    if (loaded === undefined && !failed) {
      yield* process.wait({
        on: 'host',
        start(wake) {
          const time = holder();
          let open = true;
          time?.hold();
          load()
            .then(
              (descriptions) => {
                loaded = descriptions;
              },
              () => {
                failed = true;
              },
            )
            .finally(() => {
              if (open) wake();
              time?.release();
            });
          return () => {
            open = false;
          };
        },
      });
    }
    return loaded;
  };
}

/** Descriptions that are there already: for runs that nothing may interrupt. */
export function alreadyLoaded(descriptions: Descriptions): DescriptionSource {
  // biome-ignore lint/correctness/useYield: a source may wait; this one has nothing to wait for
  return function* () {
    return descriptions;
  };
}

/** Loads the generated file: 350 KB, a chunk of its own in a browser. */
export async function loadDescriptions(): Promise<Descriptions> {
  const module = await import('../kubectl/explain/generated/descriptions.json');
  return module.default as unknown as Descriptions;
}
