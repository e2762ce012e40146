// Over 300 lines: the one program between a host and a session; each message of the protocol has its few lines here.
import type { Report } from '../grader/verdict.ts';
import type { Descriptions } from '../kubectl/explain/descriptions.ts';
import type { HostRunner } from '../session/host-processes.ts';
import type { Input } from '../session/input.ts';
import { readJournal } from '../session/journal.ts';
import { LabSetupError } from '../session/lab-setup.ts';
import { MapView } from '../session/map-view.ts';
import { NextEvent } from '../session/past/next-event.ts';
import { Past } from '../session/past/past.ts';
import { Session } from '../session/session.ts';
import { TrafficView } from '../session/traffic-view.ts';
import { ENGINE_VERSION } from '../session/version.ts';
import { type Answerer, createAnswerer } from './answerer.ts';
import { loadedWhenAsked } from './descriptions.ts';
import { Driver, type HostTimers } from './driver.ts';
import { FileChanges } from './file-changes.ts';
import type { JqLoader } from './jq-loader.ts';
import { refusingRunner } from './no-runner.ts';
import type { FromSession, Question, StartOptions, ToSession } from './protocol.ts';
import { TextsWhenAsked } from './texts-when-asked.ts';

/** What a session program is given by the place it runs in. */
export interface ProgramHost {
  readonly timers: HostTimers;
  readonly jq: JqLoader;
  /** Loads the texts of `kubectl explain`. */
  readonly descriptions?: () => Promise<Descriptions>;
  send(message: FromSession): void;
  /** Real programs, where the host has them; what they do comes back as inputs. */
  readonly runner?: (apply: (input: Input) => void) => HostRunner;
  /** Told of each session that begins; gives what to do when it ends. */
  readonly began?: (session: Session, between: (run: () => void) => void) => () => void;
}

/** How often time is told when nothing else happens, wall milliseconds. */
const TELL_TIME_MS = 250;
/** How often the map is told, wall milliseconds. */
const TELL_MAP_MS = 60;

/** Worker nodes of a journal that names none. */
const USUAL_WORKERS = 2;

const needsJq = (question: Question): boolean =>
  question.about === 'report' || (question.about === 'query' && question.language === 'jq');

interface Running {
  readonly session: Session;
  readonly driver: Driver;
  readonly map: MapView;
  readonly traffic: TrafficView;
  readonly files: FileChanges;
  readonly answer: Answerer;
  readonly past: Past;
  readonly ended: () => void;
  /** The faults that were told last, as text. */
  toldFaults: string;
}

/** The program that every host runs: messages in, messages out, one session. */
export class SessionProgram {
  private running: Running | undefined;
  private toldTime = 0;
  private toldMap = 0;

  /** What help says of fields. */
  private readonly texts: TextsWhenAsked;

  constructor(private readonly host: ProgramHost) {
    this.texts = new TextsWhenAsked(host.descriptions);
  }

  receive(message: ToSession): void {
    if (message.is === 'start') {
      this.start(message.options);
      return;
    }
    const running = this.running;
    if (running === undefined) return;
    switch (message.is) {
      case 'input':
        this.whenAble(message.input.do === 'check', () =>
          running.driver.between(() => running.session.apply(message.input)),
        );
        return;
      case 'later':
        running.driver.after(message.waitMs, () => running.session.apply(message.input));
        return;
      case 'speed':
        running.driver.setSpeed(message.speed);
        this.tellTime(running);
        return;
      case 'skip':
        if (message.to === 'settled') running.driver.skipToSettled();
        else this.skipToNext(running);
        return;
      case 'ask':
        if (message.question.about === 'help')
          this.texts.whenThere(() => this.ask(running, message.id, message.question));
        else this.ask(running, message.id, message.question);
        return;
    }
  }

  /** Goes on until something happens that can be seen on the page. */
  private skipToNext({ session, driver }: Running): void {
    const next = new NextEvent(session.world.cluster.history, session.world.columns);
    driver.skipUntil(() => next.happened());
  }

  private ask(running: Running, id: number, question: Question): void {
    if (this.running !== running) return;
    this.whenAble(needsJq(question), () =>
      running.driver.between(() => this.host.send({ is: 'answer', id, answer: running.answer(question) })),
    );
  }

  /** Inputs from real programs come from outside: between two moments, like the page's. */
  private runner(): HostRunner {
    const apply = (input: Input): void => {
      const running = this.running;
      running?.driver.between(() => running.session.apply(input));
    };
    const { runner, timers } = this.host;
    return runner?.(apply) ?? refusingRunner((run) => void timers.later(run, 0), apply);
  }

  /** Ends everything. */
  stop(): void {
    this.running?.driver.stop();
    this.running?.map.dispose();
    this.running?.past.dispose();
    this.running?.ended();
    this.running = undefined;
  }

  /** Runs at once, or, when jq is needed and not there yet, after it is; time stands still meanwhile. */
  private whenAble(needsJq: boolean, run: () => void): void {
    const { jq } = this.host;
    const driver = this.running?.driver;
    if (!needsJq || jq.ready() || driver === undefined) {
      run();
      return;
    }
    driver.hold();
    jq.whenReady(() => {
      driver.release();
      run();
    });
  }

  private fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.host.send({ is: 'failed', message });
  }

  private start(options: StartOptions): void {
    this.stop();
    const { timers, jq } = this.host;
    const began = timers.wallMs();
    try {
      const journal = options.journal === null ? undefined : readJournal(options.journal);
      const header = journal?.header ?? {
        skiff: 'journal/v1' as const,
        engine: ENGINE_VERSION,
        lab: options.lab === null ? null : { id: options.lab.id, digest: options.labDigest },
        seed: options.seed,
        student: options.student,
        startMs: options.startMs,
        ...(options.lab === null && options.nodes !== USUAL_WORKERS ? { workers: options.nodes } : {}),
      };
      const drivers: Driver[] = [];
      const session: Session = new Session({
        header,
        lab: options.lab,
        workers: USUAL_WORKERS,
        hostRunner: this.runner(),
        jq: () => jq.engine(),
        descriptions:
          this.host.descriptions === undefined ? undefined : loadedWhenAsked(this.host.descriptions, () => drivers[0]),
        whenJq: (ready) => {
          if (jq.ready()) return this.soon(session, ready);
          const [driver] = drivers;
          driver?.hold();
          let open = true;
          jq.whenReady(() => {
            if (open) ready();
            driver?.release();
          });
          return () => {
            open = false;
          };
        },
      });
      const past = new Past(session);
      const driver = new Driver(session.world.clock, timers, {
        sliced: () => this.flush(false),
        broke: (error) => this.fail(error),
      });
      drivers.push(driver);
      const replaying = journal !== undefined && journal.entries.length > 0;
      const begin = (): void => {
        this.running = {
          session,
          driver,
          map: new MapView(session.world.cluster.informers, session.world.columns, session.world.cluster.resourceKeys),
          traffic: new TrafficView(),
          files: new FileChanges(session.world.machine.fs),
          answer: createAnswerer(session, past, this.texts.now),
          past,
          toldFaults: '[]',
          ended: this.host.began?.(session, (run) => driver.between(run)) ?? (() => {}),
        };
        session.listen({
          output: (terminal, text) => {
            past.listener.output(terminal, text);
            this.host.send({ is: 'output', terminal, text });
          },
          entered: past.listener.entered,
          input: past.listener.input,
          page: (visit, page) => this.host.send({ is: 'page', visit, page }),
          shellEnded: (terminal) => this.host.send({ is: 'shell-ended', terminal }),
          edit: (edit, path, content) => this.host.send({ is: 'edit', edit, path, content }),
          editEnded: (edit) => this.host.send({ is: 'edit-ended', edit }),
          report: (report) => {
            past.listener.report(report);
            this.tellReport(report);
          },
          journal: (line) => this.host.send({ is: 'journal', line }),
        });
        if (journal !== undefined) session.replay(journal.entries);
        // What was called before the page was there is nothing to watch any more.
        session.world.cluster.network.onConnection(this.running.traffic.add);
        const report = replaying ? session.report() : undefined;
        this.host.send({
          is: 'ready',
          engine: ENGINE_VERSION,
          tookMs: timers.wallMs() - began,
          replayed: journal?.entries.length ?? 0,
        });
        if (journal === undefined) this.host.send({ is: 'journal', line: session.journal.lines[0] ?? '' });
        if (report !== undefined) this.tellReport(report);
        this.flush(true);
        driver.start();
      };
      // A journal may have used jq anywhere: it is replayed with jq at hand.
      if (replaying && !jq.ready()) jq.whenReady(() => this.guard(begin));
      else begin();
    } catch (error) {
      this.fail(error instanceof LabSetupError ? new Error(`This lab cannot start: ${error.message}`) : error);
    }
  }

  private guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.fail(error);
    }
  }

  private soon(session: Session, ready: () => void): () => void {
    const timer = session.world.clock.after(0, ready);
    return () => timer.cancel();
  }

  private flush(all: boolean): void {
    const running = this.running;
    if (running === undefined) return;
    const now = this.host.timers.wallMs();
    if (all || now - this.toldMap >= TELL_MAP_MS) {
      this.toldMap = now;
      const changes = running.map.take();
      if (changes.length > 0) this.host.send({ is: 'map', changes });
      const traffic = running.traffic.take();
      if (traffic.flows.length > 0) this.host.send({ is: 'traffic', ...traffic });
      const files = running.files.take();
      if (files.length > 0) this.host.send({ is: 'files', changes: files });
      const { active } = running.session.world.cluster.faults;
      const faults = JSON.stringify(active);
      if (faults !== running.toldFaults) {
        running.toldFaults = faults;
        this.host.send({ is: 'faults', active });
      }
    }
    if (all || now - this.toldTime >= TELL_TIME_MS) this.tellTime(running);
  }

  private tellTime({ session, driver }: Running): void {
    this.toldTime = this.host.timers.wallMs();
    const { clock } = session.world;
    this.host.send({
      is: 'time',
      nowMs: clock.nowMs(),
      startMs: session.arrivedMs,
      speed: driver.speed,
      settled: clock.isSettled(),
    });
  }

  private tellReport(report: Report): void {
    const progress = this.running?.session.progress;
    this.host.send({
      is: 'report',
      report,
      progress: {
        attempts: progress?.attempts ?? {},
        hints: progress?.hints ?? {},
        solutions: [...(progress?.solutions ?? [])],
      },
    });
  }
}
