import { describe, expect, it } from 'vitest';
import { readLesson } from '../../src/content/blocks.ts';
import { isProse } from '../../src/content/output-shape.ts';
import { plainOutput } from '../../src/content/plain-output.ts';

const read = (text: string) =>
  readLesson('en/99-x.mdx', text, (file) => (file === 'a/web.yaml' ? 'kind: Pod\n' : undefined));

describe('the blocks of a lesson', () => {
  it('are counted over its Run, Predict and Manifest, with what the author says of them', () => {
    const { blocks } = read(
      [
        '<Run command="kubectl get pods" shows wait="1m30s" />',
        '',
        '<Manifest file="a/web.yaml" />',
        '',
        ':::note[A box]\n<Run commands={[\'a\', `b "$x"`]} shows={3} fails />\n:::',
        '',
        '<Predict question="q" options={["x", "y"]} answer={1} command="c" expect="^Run" watches="20s">why</Predict>',
        '',
        '<Predict question="only in the head">why</Predict>',
      ].join('\n'),
    );
    expect(blocks.map(({ index, kind, line, commands }) => ({ index, kind, line, commands }))).toEqual([
      { index: 0, kind: 'run', line: 1, commands: ['kubectl get pods'] },
      { index: 1, kind: 'manifest', line: 3, commands: ["cat > web.yaml <<'EOF'\nkind: Pod\nEOF"] },
      { index: 2, kind: 'run', line: 6, commands: ['a', 'b "$x"'] },
      { index: 3, kind: 'predict', line: 9, commands: ['c'] },
      { index: 4, kind: 'predict', line: 11, commands: [] },
    ]);
    expect(blocks.map(({ waitMs, watchesMs, fails, shows }) => [waitMs, watchesMs, fails, shows])).toEqual([
      [90_000, undefined, false, true],
      [undefined, undefined, false, false],
      [undefined, undefined, true, 3],
      [undefined, 20_000, false, false],
      [undefined, undefined, false, false],
    ]);
    expect(blocks[3]?.expect).toEqual(/^Run/m);
  });

  it('come with headings, terms and labs', () => {
    const { headings, terms, labs } = read('## A `b` c\n\nA <Term id="pod">Pod</Term>.\n\n<Lab id="99-x" />');
    expect(headings).toEqual([{ depth: 2, text: 'A b c' }]);
    expect(terms).toEqual([{ id: 'pod', line: 3 }]);
    expect(labs).toEqual(['99-x']);
  });

  it.each([
    ['<Run command="a" wait="soon" />', 'en/99-x.mdx:1: <Run>: write wait as a duration, such as "20s" or "2m"'],
    ['\n<Run />', 'en/99-x.mdx:2: <Run>: needs command="…" or commands={["…", "…"]}'],
    ['<Manifest file="a/b.yaml" />', 'en/99-x.mdx:1: <Manifest>: there is no src/content/manifests/a/b.yaml'],
    ['Do <Run command="a" /> now', 'stands inside a line of text; give it a paragraph of its own'],
    ['<Predict question="q" expect="(" command="a">x</Predict>', 'Invalid regular expression'],
    ['<Predict question="q" expect="a">x</Predict>', 'expect needs a command whose output it is about'],
    ['<Run commands={[nothing]} />', 'nothing is not defined'],
  ])('are refused with the file, the line and the mend: %s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('the output of a command', () => {
  it('is what stands on the screen at the end, without colours', () => {
    expect(plainOutput('\x1b[31mred\x1b[0m  \r\n10%\r100%\r\n')).toBe('red\n100%\n');
    expect(plainOutput('\x1b[?1049h\x1b[H\x1b[Jone\r\n\x1b[H\x1b[Jtwo\r\n^C\x1b[?25h\x1b[?1049l\r\n')).toBe('two\n^C');
  });

  it('is wrapped in the page where it is a message, and keeps its lines where it has columns', () => {
    expect(isProse("error: invalid label value (e.g. 'MyValue',  or 'my_value')\n")).toBe(true);
    expect(isProse('{\n    "phase": "Running"\n}\n')).toBe(true);
    expect(isProse('NAME   READY   STATUS\nweb    1/1     Running\n')).toBe(false);
  });
});
