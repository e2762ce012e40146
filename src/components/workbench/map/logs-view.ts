import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';

const TAIL_LINES = 200;
/** How often the log is looked at again, virtual or wall milliseconds, whichever is longer. */
const FOLLOW_MS = 1000;

/** What a pod's containers print, followed while it is looked at. */
export class LogsView {
  readonly element: HTMLElement;
  private readonly select: HTMLSelectElement;
  private readonly previous: HTMLInputElement;
  private readonly text: HTMLElement;
  private readonly stop: () => void;
  private askedWall = 0;

  constructor(
    private readonly context: Context,
    private readonly pod: MapItem,
  ) {
    const { t, port } = context;
    const again = (): void => void this.refresh();
    this.select = h(
      'select',
      { 'aria-label': t('map.logs.container'), onchange: again },
      ...pod.containers.map(({ name }) => h('option', { value: name }, name)),
    );
    const main = pod.containers.find(({ kind }) => kind === 'main');
    if (main !== undefined) this.select.value = main.name;
    this.previous = h('input', { type: 'checkbox', onchange: again });
    this.text = h('pre', { translate: 'no', lang: 'en' });
    this.element = h(
      'div',
      { class: 'wb-logs' },
      h('div', { class: 'wb-logs-bar' }, this.select, h('label', {}, this.previous, ` ${t('map.logs.previous')}`)),
      this.text,
    );
    this.stop = port.on('time', () => {
      if (this.element.isConnected && performance.now() - this.askedWall >= FOLLOW_MS) void this.refresh();
    });
  }

  dispose(): void {
    this.stop();
  }

  async refresh(): Promise<void> {
    this.askedWall = performance.now();
    const { namespace, name } = this.pod;
    const previous = this.previous.checked ? '&previous=true' : '';
    const answer = await this.context.port.ask({
      about: 'request',
      path: `/api/v1/namespaces/${namespace}/pods/${name}/log?container=${encodeURIComponent(this.select.value)}&tailLines=${TAIL_LINES}${previous}`,
      accept: '*/*',
    });
    const said = answer.ok ? String(answer.value ?? '') : refusalIn(answer.message);
    setText(this.text, said === '' ? this.context.t('map.logs.empty') : said);
  }
}

/** The sentence in a Status that came as text. */
function refusalIn(message: string): string {
  try {
    const status: unknown = JSON.parse(message);
    return typeof status === 'object' && status !== null && 'message' in status ? String(status.message) : message;
  } catch {
    return message;
  }
}
