/** What the last cuts were: Ctrl-Y puts back the newest, Alt-Y goes round. Models: readline/kill.c */
export class KillRing {
  private readonly texts: string[] = [];
  private at = 0;

  /** Keeps a cut. One that follows another directly grows it: at its front where one cut backwards. */
  add(text: string, direction: 'forward' | 'backward', follows: boolean): void {
    if (text === '') return;
    const last = follows ? this.texts.pop() : undefined;
    this.texts.push(last === undefined ? text : direction === 'forward' ? last + text : text + last);
    if (this.texts.length > MOST) this.texts.shift();
    this.at = this.texts.length - 1;
  }

  /** The newest cut; '' when there was none. */
  newest(): string {
    this.at = this.texts.length - 1;
    return this.texts[this.at] ?? '';
  }

  /** The cut before the one given last. */
  before(): string {
    if (this.texts.length === 0) return '';
    this.at = (this.at + this.texts.length - 1) % this.texts.length;
    return this.texts[this.at] ?? '';
  }
}

/** As many cuts are kept. */
const MOST = 10;
