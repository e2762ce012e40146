// Longer than 300 lines: it puts every part of the workbench together, and decides nothing that a part could decide.
import { type HostSetting, hostSetting } from '../../engine/hosts/client.ts';
import { languageOf, texts } from '../../i18n/text.ts';
import { BrowserPanel } from './browser/panel.ts';
import type { Context } from './context.ts';
import { h, setText } from './dom.ts';
import { FilesView } from './files/view.ts';
import { late, loadAhead } from './late.ts';
import { confirmed } from './layout/dialog.ts';
import { splitter } from './layout/split.ts';
import { Tabs } from './layout/tabs.ts';
import { Trouble } from './layout/trouble.ts';
import { MapView } from './map/view.ts';
import type { BenchActions } from './palette/bench-commands.ts';
import { isTyping } from './palette/is-typing.ts';
import { TimeTravel } from './past/time-travel.ts';
import { QueryView } from './playground/query-view.ts';
import { applyLine, type Beginning } from './session/beginning.ts';
import { type Opened, SessionControl } from './session/control.ts';
import { hostOffers } from './session/host-offers.ts';
import { labSource } from './session/lab-source.ts';
import { pageIn } from './session/page.ts';
import { labOf, type Place, placeKey, placeOf } from './session/place.ts';
import { type Head, PlaceHead } from './session/place-head.ts';
import { SessionPort } from './session/port.ts';
import { SessionSwitch } from './session/switch.ts';
import { Transfers } from './session/transfers.ts';
import { hostName, hostReason } from './settings/host-words.ts';
import { Menu } from './settings/menu.ts';
import { Notices } from './settings/notices.ts';
import { startSpeed } from './settings/start-speed.ts';
import { studentId } from './settings/student.ts';
import { indexedJournals } from './storage/indexed-journals.ts';
import { preference, setPreference } from './storage/preferences.ts';
import { LabMenu } from './tasks/lab-menu.ts';
import { showBeside } from './tasks/show-beside.ts';
import { loadSolution } from './tasks/solution-source.ts';
import { TasksView } from './tasks/view.ts';
import { stayAboveKeyboard } from './terminal/keyboard-inset.ts';
import { type LineTiming, TerminalView } from './terminal/view.ts';
import { TimeView } from './time/view.ts';

/** What the page says about the workbench's place. */
export interface WorkbenchOptions {
  /** Beside a lesson, or a page of its own that says what to begin. */
  readonly kind: 'lesson' | 'play' | 'exam';
  readonly lesson: string;
  readonly labs: readonly string[];
  readonly language: string | undefined;
  readonly base: string;
  /** The site owner's default host. */
  readonly host: string | undefined;
}

type PanelName = 'terminal' | 'map' | 'files' | 'tasks' | 'story' | 'query' | 'browser';

/** The workbench put together: one session, and the parts that show it. */
export class Workbench {
  readonly port = new SessionPort();
  readonly past: TimeTravel;
  private readonly context: Context;
  private readonly control: SessionControl;
  private readonly terminal: TerminalView;
  private readonly tasks: TasksView;
  private readonly tabs: Tabs<PanelName>;
  private readonly browser: BrowserPanel;
  private readonly trouble: Trouble;
  private readonly menu: Menu;
  private readonly notices: Notices;
  private readonly head: Head;
  private readonly transfers: Transfers;
  private readonly fold: (pane: 'upper' | 'lower') => void;
  /** Of an exam: the tasks that count, and who takes it. */
  private exam: { readonly tasks: readonly string[]; readonly student: string } | undefined;
  /** Where the session runs: beside the tabs, or in the head where the tabs need their whole row. */
  private readonly hostLines = [h('span', { class: 'wb-host' }), h('span', { class: 'wb-host' })] as const;
  private place: Place;
  private shownLab: string | undefined;
  /** What was shown last above the terminal. */
  private upper: PanelName = 'map';

  constructor(
    private readonly root: HTMLElement,
    private readonly options: WorkbenchOptions,
  ) {
    const language = languageOf(options.language);
    const t = texts(language);
    this.context = { language, t, port: this.port };
    const loadLab = labSource(options.base);
    this.place =
      options.kind === 'lesson'
        ? placeOf(preference(`place:${options.lesson}`), options.lesson, options.labs)
        : { kind: 'play' };

    this.notices = new Notices(this.context);
    this.terminal = new TerminalView(this.context);
    this.past = new TimeTravel(this.context, root, () => this.tabs.show('story'));
    const { travel } = this.past;
    const map = new MapView(this.context, travel);
    const files = new FilesView(this.context, {
      run: (line) => this.run(line),
      backToTerminal: () => this.showTerminal(),
      show: () => this.tabs.show('files'),
      session: () => placeKey(this.place),
    });
    this.terminal.say(files.waits);
    const labs = new LabMenu(this.context, options.labs, loadLab, (lab) => this.open({ kind: 'lab', lab }));
    this.tasks = new TasksView(
      this.context,
      {
        reset: () => void this.reset(),
        journal: () => this.control.journal(),
        goBack: (journal) => void this.control.open(this.place, journal),
        solution: (variables) => loadSolution(options.base, labOf(this.place) ?? '', variables),
        showBeside,
        scored: (score) => this.tabs?.badge('tasks', score ?? ''),
      },
      labs,
    );
    const time = new TimeView(this.context, travel);
    const actions = {
      restart: () => void this.control.restart(),
      reset: () => void this.reset(),
      exportJournal: () => void this.transfers.exportJournal(),
    };
    this.trouble = new Trouble(this.context, actions);
    this.menu = new Menu(
      this.context,
      {
        ...actions,
        settings: () => this.settings(),
        keyboard: () => this.keyboardSheet(),
        palette: () => this.palette(),
        share: () => this.transfers.share(),
        exportAll: () => void this.transfers.exportAll(),
        bringIn: (file) => void this.transfers.bringIn(file),
      },
      options.kind === 'exam',
    );
    this.head =
      options.kind === 'lesson'
        ? new SessionSwitch(this.context, options.lesson, options.labs, loadLab, (place) => this.open(place))
        : new PlaceHead(this.context);

    this.browser = new BrowserPanel(this.context);
    const panes = h('div', { class: 'wb-panes' });
    const panels = {
      terminal: h('div', { class: 'wb-panel wb-panel-terminal' }, this.terminal.element, this.past.terminals),
      map: h('div', { class: 'wb-panel' }, map.element),
      tasks: h('div', { class: 'wb-panel' }, this.tasks.element),
      files: h('div', { class: 'wb-panel' }, files.element),
      story: this.past.story.element,
      query: h('div', { class: 'wb-panel' }, new QueryView(this.context).element),
    };
    const { bar, fold } = splitter({ label: t('wb.split'), name: 'split', usual: 50, box: panes });
    this.fold = fold;
    this.tabs = new Tabs<PanelName>(
      t('wb.tabs'),
      [
        { name: 'terminal', label: t('wb.tab.terminal'), panel: panels.terminal },
        { name: 'map', label: t('wb.tab.map'), panel: panels.map },
        { name: 'tasks', label: t('wb.tab.tasks'), panel: panels.tasks },
        { name: 'files', label: t('wb.tab.files'), panel: panels.files },
        { name: 'story', label: t('wb.tab.story'), panel: panels.story },
        { name: 'query', label: t('wb.tab.query'), panel: panels.query },
        { name: 'browser', label: t('wb.tab.browser'), panel: this.browser.element },
      ],
      'map',
      (name) => this.tabChanged(name),
    );
    panes.append(
      h(
        'div',
        { class: 'wb-upper' },
        panels.map,
        panels.tasks,
        panels.files,
        panels.story,
        panels.query,
        this.browser.element,
      ),
      bar,
      panels.terminal,
    );
    const head = h(
      'header',
      { class: 'wb-head' },
      this.head.element,
      this.hostLines[0],
      time.element,
      this.menu.element,
    );
    const row = h('div', { class: 'wb-tab-row' }, this.tabs.element, this.hostLines[1]);
    root.replaceChildren(head, this.past.element, this.notices.element, row, panes, this.trouble.element);
    root.addEventListener('keydown', (event) => this.shortcut(event));
    document.addEventListener('keydown', (event) => this.globalShortcut(event));
    // A failed check leads to the moment at which it failed.
    root.addEventListener('skiff:moment', (event) => {
      if (!(event instanceof CustomEvent)) return;
      this.tabs.show('map');
      this.past.showFailure(Number(event.detail.atMs), String(event.detail.object));
    });
    // Something on the page is an address in the cluster.
    root.addEventListener('skiff:browse', (event) => {
      if (!(event instanceof CustomEvent)) return;
      this.tabs.show('browser');
      this.browser.open(String(event.detail.url));
    });
    panes.addEventListener('focusin', () => this.showPanes());
    this.fitToSize();
    stayAboveKeyboard(root);

    const store = indexedJournals();
    this.transfers = new Transfers(this.context, {
      root,
      store,
      playPage: this.pageOf('play'),
      place: () => this.place,
      journal: () => this.control.journal(),
      sealed: () => this.sealed(),
      placeOfLab: (lab) => this.placeOfLab(lab),
      open: (place, journal) => {
        this.place = place;
        void this.control.open(place, journal);
      },
      close: () => this.control.close(),
      restart: () => this.control.restart(),
      say: (text) => this.notices.say(text),
    });
    this.control = new SessionControl({
      port: this.port,
      store,
      offers: hostOffers(),
      setting: () => this.setting(),
      student: (place) => (place.kind === 'exam' ? this.exam?.student : undefined) ?? studentId(),
      loadLab,
      changed: (opened) => this.opened(opened),
    });
    this.port.on('ready', () => {
      root.setAttribute('data-ready', '');
      // A clock that stood still when the tab was closed goes on standing still.
      const speed = preference('paused') === placeKey(this.place) ? 0 : startSpeed();
      if (speed !== 1) this.port.send({ is: 'speed', speed });
    });
    this.port.on('time', () => {
      const paused = travel.isPaused ? placeKey(this.place) : '';
      if (this.port.phase.is === 'ready' && paused !== (preference('paused') ?? '')) setPreference('paused', paused);
    });
    this.port.onBegin(() => root.removeAttribute('data-ready'));
  }

  /** Begins: the session that the learner had open in this lesson. */
  start(): void {
    this.terminal.mount();
    // Whoever has just opened the workbench wants to type; whoever comes back to a page where it was open may want to read on.
    const justOpened = navigator.userActivation?.isActive === true;
    const stop = this.port.on('ready', () => {
      stop();
      loadAhead();
      if (justOpened && !this.root.hasAttribute('data-narrow')) this.terminal.focus();
    });
    if (this.options.kind === 'lesson') void this.control.open(this.place);
  }

  /** Begins what a page of its own asks for. */
  async begin(beginning: Beginning): Promise<void> {
    const { place } = beginning;
    this.place = place;
    this.exam = beginning.from === 'kept' ? beginning.exam : undefined;
    this.shownLab = undefined;
    if (labOf(place) !== undefined) this.tabs.show('tasks');
    if (beginning.from === 'kept') return this.control.open(place);
    setPreference('paused', '');
    if (beginning.from === 'journal') return this.control.open(place, beginning.journal);
    await this.control.fresh(place, beginning.nodes);
    for (const [path, content] of Object.entries(beginning.files)) this.port.input({ do: 'write-file', path, content });
    if (beginning.apply.length > 0) this.run(applyLine(beginning.apply));
    if (beginning.shows !== undefined) this.tabs.show(beginning.shows);
  }

  /** The journal of the open session, sealed at this moment. */
  async sealed(): Promise<string> {
    const answer = this.port.phase.is === 'ready' ? await this.port.ask({ about: 'journal' }) : undefined;
    return answer?.ok && typeof answer.value === 'string' ? answer.value : this.control.journal();
  }

  /** Runs a line in the terminal and shows the terminal. */
  run(line: string, timing?: LineTiming): void {
    this.showTerminal();
    this.terminal.run(line, timing);
  }

  /** Shows the map as it was at a moment, virtual milliseconds. */
  goTo(atMs: number): void {
    if (this.tabs.shown !== 'story') this.tabs.show('map');
    this.past.travel.go(atMs);
  }

  /** Opens a shell in a tab of its own, running a line in it where there is one, and shows it. */
  openShell(line?: string): void {
    this.showTerminal();
    this.terminal.openShell(line);
  }

  /** Opens another session: a lab, or the lesson's free cluster. */
  open(place: Place): void {
    const goes = placeKey(place) !== placeKey(this.place);
    this.place = place;
    setPreference(`place:${this.options.lesson}`, placeKey(place));
    if (goes) void this.control.open(place);
    if (place.kind === 'lab') this.tabs.show('tasks');
  }

  private showTerminal(): void {
    if (this.root.hasAttribute('data-narrow')) this.tabs.show('terminal');
    else this.terminal.focus();
  }

  private tabChanged(name: PanelName): void {
    this.root.dataset['panel'] = name;
    if (name !== 'terminal') this.upper = name;
    if (name === 'browser') this.browser.shown();
    if (name === 'story') this.past.story.shown();
    this.showPanes();
  }

  /** Where the workbench is so low that it scrolls, the pane that is used is what one sees. */
  private showPanes(): void {
    if (this.root.hasAttribute('data-short')) this.root.scrollTop = this.root.scrollHeight;
  }

  /** Where there is little width or height the terminal is a tab among the others; what has the focus then stays in sight. */
  private fitToSize(): void {
    const fit = ({ width, height }: DOMRectReadOnly): void => {
      const short = height < 400;
      const narrow = width < 480 || short;
      this.root.toggleAttribute('data-short', short);
      if (this.root.hasAttribute('data-narrow') === narrow) return;
      this.root.toggleAttribute('data-narrow', narrow);
      const isUsed = this.root.querySelector('.wb-upper:focus-within') !== null;
      if (narrow && !isUsed) this.tabs.show('terminal');
      else if (!narrow && this.tabs.shown === 'terminal') this.tabs.show(this.upper);
    };
    new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) fit(entry.contentRect);
    }).observe(this.root);
  }

  private pageOf(name: string): string {
    return pageIn(this.options.base, this.context.language, name);
  }

  private settings(): void {
    const actions = {
      setting: () => this.setting(),
      setHost: (setting: HostSetting) => this.setHost(setting),
    };
    this.whenLoaded(late.settings(), ({ settingsDialog }) => settingsDialog(this.context, this.root, actions));
  }

  /** Opens the list of everything that can be done here. */
  palette(): void {
    const { transfers } = this;
    const actions: BenchActions = {
      hasLab: () => labOf(this.place) !== undefined,
      isExam: this.options.kind === 'exam',
      places: () => (this.head instanceof SessionSwitch ? this.head.choices() : []),
      pageIn: (name) => this.pageOf(name),
      check: () => this.check(),
      show: (panel) => this.tabs.show(panel),
      terminal: () => this.showTerminal(),
      newShell: () => this.openShell(),
      fold: this.fold,
      share: () => transfers.share(),
      exportJournal: () => void transfers.exportJournal(),
      exportAll: () => void transfers.exportAll(),
      bringIn: () => this.menu.chooseFile(),
      settings: () => this.settings(),
      keyboard: () => this.keyboardSheet(),
      reset: () => void this.reset(),
    };
    this.whenLoaded(late.palette(), ({ openBenchPalette }) => openBenchPalette(this.root, this.context, actions));
  }

  private keyboardSheet(): void {
    this.whenLoaded(late.keyboard(), ({ openKeyboardSheet }) => openKeyboardSheet(this.root, this.context.t));
  }

  /** Goes on with a part of the page once it is there. */
  private whenLoaded<Part>(part: Promise<Part>, run: (part: Part) => void): void {
    part.then(run, () => this.notices.say(this.context.t('wb.late.missing')));
  }

  private check(): void {
    // An answer that is still being typed counts.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    this.tabs.show('tasks');
    this.tasks.check();
  }

  private shortcut(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    this.check();
  }

  /** Ctrl+K and `?`: where a page has a lesson, its search has Ctrl+K outside the workbench; the terminal and the editor keep their own. */
  private globalShortcut(event: KeyboardEvent): void {
    const { target } = event;
    if (event.defaultPrevented || document.documentElement.dataset['bench'] !== 'open') return;
    const isOurs = this.options.kind !== 'lesson' || (target instanceof Node && this.root.contains(target));
    if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && isOurs) {
      const keepsKeys = target instanceof Element && target.closest('.xterm, .cm-editor') !== null;
      if (keepsKeys && event.ctrlKey) return;
      event.preventDefault();
      this.palette();
    } else if (event.key === '?' && !isTyping(target)) {
      event.preventDefault();
      this.keyboardSheet();
    }
  }

  private setting(): HostSetting {
    return hostSetting(preference('host') ?? this.options.host);
  }

  private setHost(setting: HostSetting): void {
    setPreference('host', setting);
    void this.control.restart();
  }

  private opened(opened: Opened): void {
    this.trouble.opened(opened);
    this.menu.opened(opened);
    this.notices.kept(opened.keeping);
    this.head.opened(opened);
    this.root.toggleAttribute('data-lab', opened.lab !== undefined);
    for (const line of this.hostLines) {
      setText(line, hostName(opened.host, this.context.t));
      line.title = opened.host === undefined ? '' : hostReason(opened.host, this.context.t);
    }
    const lab = opened.lab === undefined ? undefined : placeKey(opened.place);
    if (lab === this.shownLab) return;
    this.shownLab = lab;
    this.tasks.showLab(opened.lab?.lab, opened.student, this.exam?.tasks);
  }

  private async reset(): Promise<void> {
    const { t } = this.context;
    const sure = await confirmed(this.root, {
      title: t('wb.reset.title'),
      text: t('wb.reset.text'),
      yes: t('wb.reset.yes'),
      no: t('wb.reset.no'),
    });
    if (!sure) return;
    this.notices.clear();
    this.shownLab = undefined;
    setPreference('paused', '');
    await this.control.reset();
  }

  private async placeOfLab(lab: string | undefined): Promise<Place | undefined> {
    // In an exam nothing is brought in.
    if (this.options.kind === 'exam') return undefined;
    if (lab === undefined)
      return this.options.kind === 'lesson' ? { kind: 'lesson', lesson: this.options.lesson } : { kind: 'play' };
    const folder = await this.head.folderOf(lab);
    return folder === undefined ? undefined : { kind: 'lab', lab: folder };
  }
}
