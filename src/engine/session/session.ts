import type { TokenSigner } from '../cluster/apiserver/authorization/token-signer.ts';
import type { ApiResponse } from '../cluster/apiserver/http.ts';
import type { Json } from '../cluster/json.ts';
import type { Evidence } from '../grader/evidence.ts';
import { grade } from '../grader/grade.ts';
import type { Lab } from '../grader/lab.ts';
import { drawVariables, instantiate, type Variables } from '../grader/variables.ts';
import type { Report } from '../grader/verdict.ts';
import type { DescriptionSource } from '../kubectl/explain/descriptions.ts';
import type { FileSystem } from '../shell/files/types.ts';
import { visit } from './browse/visit.ts';
import { Edits } from './edits.ts';
import { stateSource } from './evidence.ts';
import { withHintCosts } from './hint-costs.ts';
import { HOME } from './home.ts';
import { HostProcesses, type HostRunner } from './host-processes.ts';
import type { Input } from './input.ts';
import { instruments, type RunJq } from './instruments.ts';
import { type Journal, type JournalHeader, JournalWriter } from './journal.ts';
import { prepareLab, scheduleScript } from './lab-setup.ts';
import { Progress } from './progress.ts';
import { type SessionListener, SILENT } from './session-listener.ts';
import { LearnerTerminal } from './terminal.ts';
import { createWorld, type World } from './world.ts';

/** What a session is made of. The same header, lab and inputs give the same history, byte for byte, on any host. */
export interface SessionOptions {
  readonly header: JournalHeader;
  /** As its author wrote it: variables are drawn here. */
  readonly lab: Lab | null;
  /** Worker nodes where there is no lab and the header names none. */
  readonly workers: number;
  /** Whether the control plane and the addons have their pods. Default true. */
  readonly systemPods?: boolean;
  /** jq's engine; looked at when it is needed. */
  readonly jq: () => RunJq | undefined;
  /** Waits until jq is there; undefined where it is from the start. */
  readonly whenJq?: (ready: () => void) => () => void;
  /** The texts of `kubectl explain`; without them it shows fields only. */
  readonly descriptions?: DescriptionSource | undefined;
  /** Runs real programs (node, npm), where the host has them. A replay needs none. */
  readonly hostRunner?: HostRunner;
  /** Keys that make service account tokens unguessable; a session that strangers reach needs it, and its tokens differ in a replay. */
  readonly tokenSigner?: TokenSigner;
}

/** One learner's cluster, files, terminals and progress, with the journal of what they did. */
export class Session {
  readonly world: World;
  readonly lab: Lab | null;
  readonly variables: Variables;
  readonly progress: Progress | undefined;
  readonly journal: JournalWriter;
  private readonly terminals = new Map<number, LearnerTerminal>();
  private readonly edits = new Edits(
    (edit, path, content) => this.listener.edit(edit, path, content),
    (edit) => this.listener.editEnded?.(edit),
  );
  private readonly hostProcesses = new HostProcesses(() => this.options.hostRunner);
  private listener = SILENT;
  /** Breaks off the visit of the browser pane that is on its way. */
  private endVisit: () => void = () => {};
  /** Virtual time at which the learner arrived: the lab was prepared before. */
  readonly arrivedMs: number;
  /** Virtual times at which a replay had another history than its journal says: it was made by another engine, or forged. */
  readonly strayed: number[] = [];

  constructor(private readonly options: SessionOptions) {
    const { header, lab } = options;
    this.variables = lab === null ? {} : drawVariables(lab, header.student);
    this.lab = lab === null ? null : instantiate(lab, this.variables);
    this.progress = this.lab === null ? undefined : new Progress(this.lab);
    this.journal = new JournalWriter(header);
    this.world = createWorld({
      seed: header.seed,
      startMs: header.startMs,
      workers: this.lab?.cluster.nodes ?? header.workers ?? options.workers,
      systemPods: options.systemPods ?? true,
      loadBalancers: this.lab?.cluster.loadBalancers ?? false,
      ...(this.lab?.cluster.registries === undefined ? {} : { registries: this.lab.cluster.registries }),
      files: this.lab?.files ?? {},
      editFile: this.edits.editFile,
      jq: options.jq,
      hostProgram: this.hostProcesses.program,
      ...(options.whenJq === undefined ? {} : { whenJq: options.whenJq }),
      descriptions: options.descriptions,
      ...(options.tokenSigner === undefined ? {} : { tokenSigner: options.tokenSigner }),
    });
    if (this.lab !== null) prepareLab(this.world, this.lab);
    this.arrivedMs = this.world.clock.nowMs();
    if (this.lab !== null) scheduleScript(this.world, this.lab);
  }

  /** One listener; what came before is not repeated. */
  listen(listener: SessionListener): void {
    this.listener = listener;
  }

  /** Takes one input now and writes it into the journal. The host has finished the moment before it (see hosts/driver.ts). */
  apply(input: Input): void {
    this.record(input);
    this.perform(input);
  }

  /** Applies a journal's inputs at their times. */
  replay(entries: Journal['entries']): void {
    for (const { atMs, input } of entries) {
      this.world.clock.runUntil(this.options.header.startMs + atMs);
      this.apply(input);
    }
  }

  terminal(number: number): LearnerTerminal | undefined {
    return this.terminals.get(number);
  }

  /** Grades the lab as it stands; undefined without a lab. Changes nothing. */
  report(): Report | undefined {
    if (this.lab === null || this.progress === undefined) return undefined;
    return withHintCosts(grade(this.lab, this.evidence(this.progress)), this.progress);
  }

  /** The journal as a file to keep or hand in, sealed with the history's hash. */
  exportJournal(): string {
    this.apply({ do: 'export', hash: this.historyHash() });
    return this.journal.text();
  }

  /** The SHA-256 of everything that ever happened in the cluster. */
  historyHash(): string {
    return this.world.cluster.history.hash();
  }

  private evidence(progress: Progress): Evidence {
    const { fs } = this.world.machine;
    return {
      source: stateSource(this.world.cluster),
      instruments: instruments(this.options.jq(), this.world.clock.nowMs()),
      variables: this.variables,
      commands: progress.commands,
      answers: progress.answers,
      readFile: (path) => {
        const at = fs.resolve(HOME, path);
        return fs.exists(at) && !fs.isDirectory(at) ? fs.read(at) : undefined;
      },
      startMs: this.arrivedMs,
      nowMs: this.world.clock.nowMs(),
    };
  }

  private perform(input: Input): void {
    switch (input.do) {
      case 'open-terminal':
        this.open(input.terminal, input.columns, input.rows);
        return;
      case 'close-terminal':
        this.terminals.get(input.terminal)?.close();
        this.terminals.delete(input.terminal);
        return;
      case 'resize':
        this.terminals.get(input.terminal)?.resize(input.columns, input.rows);
        return;
      case 'type':
        this.terminals.get(input.terminal)?.type(input.text);
        return;
      case 'run':
        this.terminals.get(input.terminal)?.run(input.line);
        return;
      case 'write-file':
        this.changeFile(input.path, (fs, at) => {
          fs.makeDirectory(at.slice(0, at.lastIndexOf('/')), { parents: true });
          fs.write(at, input.content);
        });
        return;
      case 'remove-file':
        this.changeFile(input.path, (fs, at) => {
          if (fs.exists(at)) fs.remove(at, { recursive: true });
        });
        return;
      case 'edited':
        this.edits.done(input.edit, input.content);
        return;
      case 'fault':
        this.world.cluster.faults.make(input.fault);
        return;
      case 'heal':
        this.world.cluster.faults.heal(input.fault);
        return;
      case 'browse':
        this.endVisit();
        this.endVisit =
          input.url === '' ? () => {} : visit(this.world, input.url, (page) => this.listener.page?.(input.visit, page));
        return;
      case 'request':
        this.request(input);
        return;
      case 'host-output':
        this.hostProcesses.output(input.process, input.text, input.isError);
        return;
      case 'host-exit':
        this.hostProcesses.exit(input.process, input.status, input.files);
        return;
      case 'answer':
        this.progress?.answers.set(input.check, input.text);
        return;
      case 'hint':
        this.progress?.takeHint(input.task, input.hint);
        return;
      case 'solution':
        this.progress?.solutions.add(input.task);
        return;
      case 'reached':
        return;
      case 'export':
        if (this.historyHash() !== input.hash) this.strayed.push(this.world.clock.nowMs());
        return;
      case 'check':
        this.check(input.task);
        return;
    }
  }

  /** Journals a request that changes something and gives its answer: the page's own, or one that came to the API's port. */
  applyRequest(input: Extract<Input, { do: 'request' }>): ApiResponse {
    this.record(input);
    return this.request(input);
  }

  private request(input: Extract<Input, { do: 'request' }>): ApiResponse {
    const { method, path, body, contentType } = input;
    return this.world.cluster.handle({
      method,
      path,
      body,
      headers: { 'content-type': contentType, 'user-agent': 'skiff-page' },
    });
  }

  private record(input: Input): void {
    const line = this.journal.append({ atMs: this.world.clock.nowMs() - this.options.header.startMs, input });
    this.listener.journal(line);
    this.listener.input?.(input);
  }

  private open(number: number, columns: number, rows: number): void {
    this.terminals.get(number)?.close();
    const terminal = new LearnerTerminal(this.world, {
      columns,
      rows,
      output: (text) => this.listener.output(number, text),
      ended: () => this.listener.shellEnded?.(number),
      entered: (line) => {
        this.progress?.commands.push({ line, atMs: this.world.clock.nowMs() });
        this.listener.entered?.(number, line);
      },
      finished: (status) => this.listener.finished?.(number, status),
    });
    this.terminals.set(number, terminal);
  }

  /** A file that the page saves or removes. A full disk or a directory in the way is told in the terminal, not thrown. */
  private changeFile(path: string, change: (fs: FileSystem, at: string) => void): void {
    const { fs } = this.world.machine;
    try {
      change(fs, fs.resolve(HOME, path));
    } catch (error) {
      this.listener.output(1, `\r\n${path}: ${error instanceof Error ? error.message : String(error)}\r\n`);
    }
  }

  private check(task: string | null): void {
    this.progress?.attempted(task);
    const report = this.report();
    if (report !== undefined) this.listener.report(report);
  }

  /** What a query over an object of the API gives; for the playgrounds. */
  query(language: 'jsonpath' | 'jq', text: string, value: Json): ReturnType<ReturnType<typeof instruments>['jq']> {
    const tools = instruments(this.options.jq(), this.world.clock.nowMs());
    return language === 'jq' ? tools.jq(text, value) : tools.jsonpath(text, value);
  }
}
