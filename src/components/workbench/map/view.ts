import type { MapChange, MapItem } from '../../../engine/session/map-item.ts';
import type { MomentThen } from '../../../engine/session/past/question.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import type { Place, Travel } from '../past/travel.ts';
import { preference, setPreference } from '../storage/preferences.ts';
import { Announcer } from './announcer.ts';
import { DetailsPlace } from './details-place.ts';
import { faultStrip } from './fault-views.ts';
import { FaultsModel } from './faults.ts';
import { FlowDrawing } from './flow-drawing.ts';
import { FlowTexts } from './flows.ts';
import type { Lane } from './lanes.ts';
import { Links } from './links.ts';
import { isSystem, MapModel } from './model.ts';
import { NodeBox } from './node-box.ts';
import { PodTile } from './pod-tile.ts';
import { Pulses } from './pulses.ts';
import { Roving } from './roving.ts';
import { MapTable } from './table.ts';
import { mapToolbar } from './toolbar.ts';
import { Workloads } from './workloads.ts';

/** Drawing may take this much of a frame, milliseconds; the rest of what changed waits for the next. */
const FRAME_MS = 3;
/** With more pods than this the tiles are drawn small. */
const DENSE = 48;
/** … and large again when there are no more than this. */
const ROOMY = 36;
/** At most so many objects are drawn in a frame: each costs style and layout, too. */
const MOST_IN_A_FRAME = 16;
/** Who goes through time waits for the picture, and nothing else moves: a frame may take longer then. */
const TRAVEL_FRAME_MS = 20;
const MOST_IN_A_TRAVEL_FRAME = 250;

/** Takes changes of the present in while the past is shown. */
function keepUp(live: Map<string, MapItem>, changes: readonly MapChange[]): void {
  for (const { key, item } of changes) {
    if (item === undefined) live.delete(key);
    else live.set(key, item);
  }
}

/** The cluster map: nodes with their pods, pods without a node, and what owns them; or the same as a table. */
export class MapView {
  readonly element: HTMLElement;
  private readonly model = new MapModel();
  private readonly boxes = new Map<string, NodeBox>();
  private readonly tiles = new Map<string, PodTile>();
  private readonly nodes = h('div', { class: 'wb-nodes' });
  private readonly pending: NodeBox;
  /** Ways above, owners below them, and under the nodes what pods need. */
  private readonly chips: readonly [Workloads, Workloads, Workloads];
  private readonly flows: FlowTexts;
  private readonly dots: FlowDrawing;
  private readonly roving: Roving;
  private readonly table: MapTable;
  private readonly details: DetailsPlace;
  private readonly announcer: Announcer;
  private readonly links: Links;
  private readonly pulses = new Pulses();
  /** The present, while the past is shown; undefined while the present is. */
  private live: Map<string, MapItem> | undefined;
  private shownMoment: MomentThen | undefined;
  private frame: number | undefined;
  private visible = false;
  private dense = false;
  private counts = false;
  private lanes = false;
  private showSystem = preference('map-system') === 'shown';
  private asTable = preference('map-view') === 'table';

  constructor(
    private readonly context: Context,
    travel: Travel,
  ) {
    const { t, port } = context;
    this.pending = new NodeBox(context, undefined, t('wb.map.pending'));
    const lane = (name: Lane) =>
      new Workloads(context, this.model, name, (element) => this.pulses.add(element, this.dense));
    this.chips = [lane('ways'), lane('owners'), lane('data')];
    this.flows = new FlowTexts(context);
    this.table = new MapTable(context, this.model, this.flows.list);
    const faults = new FaultsModel(context);
    this.details = new DetailsPlace(context, this.model, faults, travel);
    this.announcer = new Announcer(context, this.model, this.flows);
    const [ways, owners, data] = this.chips;
    const drawing = h(
      'div',
      { class: 'wb-drawing', role: 'group', 'aria-label': t('map.drawing'), 'aria-description': t('map.keys') },
      ways.element,
      owners.element,
      this.pending.element,
      this.nodes,
      data.element,
    );
    this.dots = new FlowDrawing(drawing, (key) => this.placeOf(key));
    this.roving = new Roving(drawing, '[data-key]');
    const toolbar = mapToolbar(context, {
      showSystem: this.showSystem,
      asTable: this.asTable,
      setShowSystem: (on) => this.setShowSystem(on),
      setAsTable: (on) => this.setAsTable(on),
      browse: (opener) => this.details.browse(opener),
    });
    this.element = h(
      'div',
      { class: 'wb-map' },
      // Above everything: what is broken can be healed while the details are open.
      faultStrip(context, faults),
      h('div', { class: 'wb-map-body' }, toolbar, this.flows.line, drawing, this.table.element, this.details.element),
      this.announcer.element,
    );
    this.links = new Links(this.element, this.model, (key) => this.placeOf(key));
    this.setAsTable(this.asTable);
    this.element.addEventListener('click', (event) => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
      if (target?.dataset['key'] !== undefined) this.details.open(target.dataset['key'], target);
    });
    port.onBegin(() => {
      this.live = undefined;
      this.model.clear();
      this.flows.clear();
      this.schedule();
    });
    port.on('traffic', ({ flows, more }) => {
      this.flows.add(flows, more);
      this.announcer.changed();
      if (this.live === undefined && this.visible && !this.asTable) this.dots.draw(flows);
    });
    port.on('map', ({ changes }) => {
      if (this.live === undefined) this.model.apply(changes);
      else keepUp(this.live, changes);
      this.schedule();
    });
    travel.onChange((place) => this.travelled(place));
    // What changed while the map was hidden is drawn when it is shown.
    new ResizeObserver(([entry]) => {
      this.visible = entry !== undefined && entry.contentRect.width > 0;
      this.schedule();
    }).observe(this.element);
  }

  /** Shows the past as it comes, and the present again. */
  private travelled(place: Place): void {
    if (place.is === 'now') {
      if (this.live !== undefined) this.model.show(this.live.values());
      this.live = undefined;
      this.shownMoment = undefined;
      this.element.removeAttribute('data-at');
    } else {
      this.live ??= new Map([...this.model.all()].map((item) => [item.key, item]));
      if (place.moment === undefined || place.moment === this.shownMoment) return;
      this.shownMoment = place.moment;
      this.model.show(place.moment.map);
    }
    this.schedule();
  }

  private schedule(): void {
    this.announcer.changed();
    if (!this.visible || this.frame !== undefined) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  private draw(): void {
    const travels = this.shownMoment !== undefined;
    const end = performance.now() + (travels ? TRAVEL_FRAME_MS : FRAME_MS);
    let left = travels ? MOST_IN_A_TRAVEL_FRAME : MOST_IN_A_FRAME;
    this.model.drain(
      (key) => this.drawKey(key),
      () => --left > 0 && performance.now() < end,
    );
    if (this.counts) this.drawCounts();
    if (this.lanes) this.drawLanes();
    this.counts = false;
    this.lanes = false;
    if (this.asTable) this.table.changed(this.showSystem);
    this.details.changed();
    this.links.refresh();
    this.roving.refresh();
    if (this.model.hasChanges) this.schedule();
    else if (this.shownMoment !== undefined) this.element.dataset['at'] = String(this.shownMoment.atMs);
  }

  private drawKey(key: string): void {
    const item = this.model.get(key);
    if (key.startsWith('pods/')) {
      this.drawPod(key, item);
      if (item?.uses !== undefined || item === undefined) this.lanes = true;
    } else if (key.startsWith('nodes/')) this.drawNode(key, item);
    else this.lanes = true;
  }

  private drawNode(key: string, item: MapItem | undefined): void {
    const known = this.boxes.get(key);
    if (item === undefined) {
      known?.element.remove();
      this.boxes.delete(key);
      return;
    }
    const box = known ?? new NodeBox(this.context, key, item.name);
    if (known === undefined) {
      this.boxes.set(key, box);
      this.nodes.append(box.element);
      // Its pods may have been drawn before it was known.
      for (const pod of this.model.all()) if (pod.node === item.name) this.drawPod(pod.key, pod);
    }
    box.draw(item);
    this.counts = true;
  }

  private drawPod(key: string, item: MapItem | undefined): void {
    this.counts = true;
    const known = this.tiles.get(key);
    if (item === undefined || (isSystem(item) && !this.showSystem)) {
      known?.element.remove();
      this.tiles.delete(key);
      return;
    }
    const tile = known ?? new PodTile(this.context, key);
    if (known === undefined) this.tiles.set(key, tile);
    const changed = tile.draw(item, this.dense);
    const place = (item.node === undefined ? undefined : this.boxes.get(`nodes//${item.node}`)) ?? this.pending;
    if (tile.element.parentElement !== place.pods) {
      const focused = document.activeElement === tile.element;
      place.pods.append(tile.element);
      if (focused) tile.element.focus();
    }
    if (changed) this.pulses.add(tile.element, this.dense);
  }

  private drawCounts(): void {
    const hidden = new Map<string | undefined, number>();
    if (!this.showSystem)
      for (const pod of this.model.all())
        if (pod.resource === 'pods' && isSystem(pod)) hidden.set(pod.node, (hidden.get(pod.node) ?? 0) + 1);
    for (const box of this.boxes.values()) box.drawCount(box.pods.childElementCount, 0);
    for (const [node, count] of hidden) {
      const box = this.boxes.get(`nodes//${node}`);
      box?.drawCount(box.pods.childElementCount, count);
    }
    const waiting = this.pending.pods.childElementCount;
    this.pending.drawCount(waiting, 0);
    this.setDense(this.tiles.size > (this.dense ? ROOMY : DENSE));
  }

  private drawLanes(): void {
    for (const lane of this.chips) lane.draw(this.showSystem);
  }

  /** The element that stands for an object on the map. */
  private placeOf(key: string): Element | undefined {
    const drawn = this.tiles.get(key)?.element ?? this.boxes.get(key)?.element.firstElementChild ?? undefined;
    if (drawn !== undefined) return drawn;
    for (const lane of this.chips) {
      const chip = lane.find(key);
      if (chip !== undefined) return chip;
    }
    return undefined;
  }

  private setDense(dense: boolean): void {
    if (dense === this.dense) return;
    this.dense = dense;
    this.element.toggleAttribute('data-dense', dense);
    for (const [key, tile] of this.tiles) {
      const item = this.model.get(key);
      if (item !== undefined) tile.draw(item, dense);
    }
  }

  private setShowSystem(on: boolean): void {
    this.showSystem = on;
    setPreference('map-system', on ? 'shown' : 'hidden');
    for (const pod of this.model.of('pods')) if (isSystem(pod)) this.drawPod(pod.key, pod);
    this.drawCounts();
    this.drawLanes();
    this.table.draw(on);
  }

  private setAsTable(on: boolean): void {
    this.asTable = on;
    setPreference('map-view', on ? 'table' : 'map');
    this.element.dataset['view'] = on ? 'table' : 'map';
    if (on) this.table.draw(this.showSystem);
  }
}
