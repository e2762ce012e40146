import './styles/base.css';
import './styles/terminal.css';
import './styles/map.css';
import './styles/map-dense.css';
import './styles/details.css';
import './styles/files.css';
import './styles/tasks.css';
import './styles/time.css';
import './styles/around.css';
import './styles/forced-colors.css';
import { defineExplain } from './explain/element.ts';
import { definePlayground } from './playground/element.ts';
import { BEGIN, SEAL } from './session/beginning.ts';
import { Workbench } from './workbench.ts';

let current: Workbench | undefined;

/** `<skiff-workbench>`: the cluster beside a lesson. It starts when it is put into the page, and stays. */
class SkiffWorkbench extends HTMLElement {
  connectedCallback(): void {
    if (current !== undefined) return;
    const { kind, lesson = '', labs = '', language, base = '/', host } = this.dataset;
    const workbench = new Workbench(this, {
      kind: kind === 'play' || kind === 'exam' ? kind : 'lesson',
      lesson,
      labs: labs.split(' ').filter((name) => name !== ''),
      language,
      base,
      host,
    });
    current = workbench;
    document.addEventListener('skiff:run', (event) => {
      if (!(event instanceof CustomEvent)) return;
      const { command, waitMs = 0, watches = false } = event.detail;
      workbench.run(String(command), { waitMs: Number(waitMs), watches: Boolean(watches) });
    });
    document.addEventListener('skiff:lab', (event) => {
      if (event instanceof CustomEvent) workbench.open({ kind: 'lab', lab: String(event.detail.lab) });
    });
    // Dispatched by the map's details: a shell on a node or in a container.
    document.addEventListener('skiff:shell', (event) => {
      if (event instanceof CustomEvent) workbench.openShell(String(event.detail.line));
    });
    // A page that is all workbench says what to begin, and takes what was done.
    document.addEventListener(BEGIN, (event) => {
      if (event instanceof CustomEvent) void workbench.begin(event.detail);
    });
    document.addEventListener(SEAL, (event) => {
      if (event instanceof CustomEvent) void workbench.sealed().then(event.detail.done);
    });
    definePlayground(workbench.port);
    defineExplain(workbench.port, (atMs) => workbench.goTo(atMs));
    workbench.start();
  }
}

customElements.define('skiff-workbench', SkiffWorkbench);
