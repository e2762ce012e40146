import type { MapContainer, MapItem } from '../../../engine/session/map-item.ts';
import { h, setAttribute, setText } from '../dom.ts';

/** How often the pod's containers were restarted. */
export function restartsOf(item: MapItem): number {
  return item.containers.reduce((sum, each) => sum + each.restarts, 0);
}

/** What stands in a pod's tile beside its mark: name, status, restarts, a mark for each container. */
export class PodWords {
  readonly elements: readonly HTMLElement[];
  private readonly name = h('span', { class: 'wb-pod-name' });
  private readonly status = h('span', { class: 'wb-pod-status' });
  private readonly restarts = h('span', { class: 'wb-pod-restarts' });
  private readonly containers = h('span', { class: 'wb-pod-containers' });

  constructor() {
    this.elements = [h('span', { class: 'wb-pod-words' }, this.name, this.status), this.restarts, this.containers];
  }

  draw(item: MapItem): void {
    const restarts = restartsOf(item);
    setText(this.name, item.namespace === 'default' ? item.name : `${item.namespace}/${item.name}`);
    setText(this.status, item.status);
    setText(this.restarts, restarts === 0 ? '' : `↻${restarts}`);
    this.drawContainers(item.containers);
  }

  private drawContainers(containers: readonly MapContainer[]): void {
    const row = this.containers;
    while (row.childElementCount > containers.length) row.lastElementChild?.remove();
    containers.forEach((container, at) => {
      const mark = row.children[at] ?? row.appendChild(h('span', { class: 'wb-container' }));
      setAttribute(mark, 'data-state', container.state === 'running' && !container.ready ? 'unready' : container.state);
      setAttribute(mark, 'data-kind', container.kind);
    });
  }
}
