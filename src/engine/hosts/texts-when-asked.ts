import type { Descriptions } from '../kubectl/explain/descriptions.ts';

/** The texts of the API's fields for the page: loaded when they are first wanted, while the cluster's time goes on. */
export class TextsWhenAsked {
  private loaded: Descriptions | undefined;
  private loading: Promise<void> | undefined;

  constructor(private readonly load: (() => Promise<Descriptions>) | undefined) {}

  /** The texts, where they are loaded. */
  readonly now = (): Descriptions | undefined => this.loaded;

  /** Runs at once where they are there or cannot be had, otherwise when they have come or failed to. */
  whenThere(run: () => void): void {
    if (this.loaded !== undefined || this.load === undefined) {
      run();
      return;
    }
    this.loading ??= this.load().then(
      (texts) => {
        this.loaded = texts;
      },
      () => {
        // They are asked for again the next time.
        this.loading = undefined;
      },
    );
    void this.loading.then(run);
  }
}
