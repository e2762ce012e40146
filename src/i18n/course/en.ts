/** The texts of the course's components and pages in English. */
export const en = {
  'run.recorded': 'Recorded output',
  'run.more': '… {n} more lines',
  'run.nothing': '(prints nothing)',
  'manifest.write': 'Write {name}',
  'manifest.writeNamed': 'Write {name} into the home directory, in the terminal',
  'lab.kind.guided': 'Guided lab',
  'lab.kind.challenge': 'Challenge',
  'lab.kind.break-fix': 'Fault to find',
} as const;
