import type { Context } from '../context.ts';
import type { Command } from './commands.ts';

/** What the palette needs of the workbench. */
export interface BenchActions {
  readonly hasLab: () => boolean;
  /** In an exam nothing goes in, nothing is passed on, and nothing begins anew. */
  readonly isExam: boolean;
  readonly places: () => readonly { readonly name: string; open(): void }[];
  /** The page of the site with this name: `play`, `exam`, `about`; '' is the start. */
  pageIn(name: string): string;
  check(): void;
  show(panel: 'map' | 'tasks' | 'files' | 'story' | 'query' | 'browser'): void;
  terminal(): void;
  newShell(): void;
  fold(pane: 'upper' | 'lower'): void;
  share(): void;
  exportJournal(): void;
  exportAll(): void;
  bringIn(): void;
  settings(): void;
  keyboard(): void;
  reset(): void;
}

/** Everything that the palette offers, in the order in which people look for it. */
export function benchCommands({ t, port }: Context, actions: BenchActions): readonly Command[] {
  const speed = (n: number): Command => ({
    name: n === 0 ? t('wb.time.pause') : t('wb.time.speed', { n }),
    run: () => port.send({ is: 'speed', speed: n }),
  });
  const page = (name: string, label: string): Command => ({
    name: label,
    run: () => location.assign(actions.pageIn(name)),
  });
  const outsideExam = (command: Command): readonly Command[] => (actions.isExam ? [] : [command]);
  const search = document.querySelector<HTMLButtonElement>('.open-search');
  return [
    ...(actions.hasLab() ? [{ name: t('wb.command.check'), keys: 'Ctrl+Enter', run: actions.check }] : []),
    { name: t('wb.command.terminal'), run: actions.terminal },
    { name: t('wb.command.map'), run: () => actions.show('map') },
    ...(actions.hasLab() ? [{ name: t('wb.command.tasks'), run: () => actions.show('tasks') }] : []),
    { name: t('wb.command.files'), run: () => actions.show('files') },
    { name: t('wb.command.browser'), run: () => actions.show('browser') },
    { name: t('wb.command.story'), run: () => actions.show('story') },
    { name: t('wb.command.query'), run: () => actions.show('query') },
    { name: t('wb.terminal.newShell'), run: actions.newShell },
    { name: t('wb.time.skip'), run: () => port.send({ is: 'skip', to: 'settled' }) },
    ...[0, 1, 10, 60].map(speed),
    { name: t('wb.command.foldLower'), run: () => actions.fold('lower') },
    { name: t('wb.command.foldUpper'), run: () => actions.fold('upper') },
    ...actions.places().map(({ name, open }) => ({ name: t('wb.command.open', { name }), run: open })),
    ...outsideExam({ name: t('wb.menu.share'), run: actions.share }),
    { name: t('wb.menu.export'), run: actions.exportJournal },
    { name: t('wb.menu.exportAll'), run: actions.exportAll },
    ...outsideExam({ name: t('wb.menu.import'), run: actions.bringIn }),
    { name: t('wb.settings.open'), run: actions.settings },
    { name: t('wb.keyboard.open'), keys: '?', run: actions.keyboard },
    ...(search === null ? [] : [{ name: t('wb.command.search'), run: () => search.click() }]),
    page('play', t('wb.command.play')),
    page('exam', t('wb.command.exam')),
    page('', t('wb.command.lessons')),
    ...outsideExam({ name: t('wb.menu.reset'), run: actions.reset }),
  ];
}
