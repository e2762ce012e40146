/** The texts of the course's components and pages in English. */
export const en = {
  'run.recorded': 'Recorded output',
  'run.more': '… {n} more lines',
  'run.nothing': '(prints nothing)',
  'run.ahead': 'The clock skips {time} ahead first',
  'run.aheadShort': '+{time}',
  'run.watches': 'It runs until Ctrl-C in the terminal, or until the next ▶',
  'run.watchesShort': 'until Ctrl-C',
  'manifest.write': 'Write {name}',
  'manifest.writeNamed': 'Write {name} into the home directory, in the terminal',
  'lab.kind.guided': 'Guided lab',
  'lab.kind.challenge': 'Challenge',
  'lab.kind.break-fix': 'Fault to find',

  'glossary.title': 'Glossary',
  'glossary.description': 'The words of Kubernetes that the lessons use, in one to three sentences each.',
  'glossary.lead':
    'The words that the lessons use, in a sentence or three. Each names the lesson in which you can see the thing at work.',
  'glossary.lesson': 'Lesson: {title}',
  'glossary.cluster': 'The cluster and its parts',
  'glossary.objects': 'Objects, and asking for them',
  'glossary.pods': 'Pods',
  'glossary.workloads': 'What makes Pods',
  'glossary.network': 'Services and Ingress',
  'glossary.configuration': 'Settings and storage',

  'cheatSheet.title': 'kubectl cheat sheet',
  'cheatSheet.description': 'Every kubectl command of the lessons, with an example of each of its forms.',
  'cheatSheet.lead':
    'Every kubectl command that the lessons run, in the order in which you meet them, with one example of each form. This page is made from the lessons themselves, and every line of it has run.',
  'cheatSheet.more': '{n} more',

  'notes.title': 'From the notes',
  'notes.description': 'The five study notes that the course follows, part by part, with the lesson that teaches each.',
  'notes.lead':
    'The course follows five Korean study notes on Kubernetes. Here is each part of them, in our words, with where it is taught.',
  'notes.note': 'Note {id}: {title}',
  'notes.part': 'Part of the note',
  'notes.taught': 'Taught in',

  'footer.glossary': 'Glossary',
  'footer.cheatSheet': 'kubectl cheat sheet',
  'footer.notes': 'From the notes',
} as const;
