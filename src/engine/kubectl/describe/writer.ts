import { describeTabs, TabWriter } from '../printers/tab-writer.ts';

/** Control characters that could drive a terminal, made visible. Models: cli-runtime/pkg/printers.WriteEscaped */
const escaped = (text: string): string => text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r');

/** Writes a description: text at indentation levels of two blanks, tabs between columns. Models: kubectl/pkg/describe.PrefixWriter */
export interface DescribeWriter {
  /** Text as it is (newlines included) after `level` indentations. */
  write(level: number, text: string): void;
  /** Aligns what was written so far; what follows has columns of its own. */
  flush(): void;
}

/** Runs `draw` on a fresh writer and returns its aligned text. Models: kubectl/pkg/describe.tabbedString */
export function describeText(draw: (writer: DescribeWriter) => void): string {
  let aligned = '';
  const tabs = new TabWriter((text) => {
    aligned += text;
  }, describeTabs);
  draw({
    write: (level, text) => tabs.write(escaped('  '.repeat(level) + text)),
    flush: () => tabs.flush(),
  });
  tabs.flush();
  return aligned;
}

/** The same writer, `indent` levels further in. */
export function nested(writer: DescribeWriter, indent: number): DescribeWriter {
  return { write: (level, text) => writer.write(level + indent, text), flush: () => writer.flush() };
}

/** One `Label:<tab>value` line. */
export function field(writer: DescribeWriter, level: number, label: string, value: string | number | boolean): void {
  writer.write(level, `${label}:\t${value}\n`);
}

/** As `describeText`, but the tabs stay. */
export function unalignedText(draw: (writer: DescribeWriter) => void): string {
  let text = '';
  draw({
    write: (level, piece) => {
      text += escaped('  '.repeat(level) + piece);
    },
    flush: () => undefined,
  });
  return text;
}
