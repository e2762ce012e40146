/** Texts of the tasks and of what lies around the workbench, in English: playground, links, exams, settings, palette. */
export const en = {
  'wb.task.needs': 'Counts once this is done: {tasks}.',
  'wb.task.progress': 'Points so far',
  'wb.task.meter': '{done} of {of} tasks, {earned} of {points} points',
  'wb.task.newlyDone': 'Done: {task}.',

  'wb.back.button': 'Reset task',
  'wb.back.named': 'Reset the task “{title}”: go back to where it began',
  'wb.back.title': 'Go back in “{task}”?',
  'wb.back.text':
    'One task cannot be undone by itself: the cluster is one whole. So the session is played again up to the moment that you choose, and goes on from there. Everything you did after it is undone, in other tasks too.',
  'wb.back.where': 'Go back to',
  'wb.back.beginning': 'the beginning of the lab',
  'wb.back.after': '{time}, when “{task}” was done',
  'wb.back.undoes': 'undoes {what}',
  'wb.back.nothing': 'undoes nothing',
  'wb.back.commands': 'command lines: {n}',
  'wb.back.files': 'saved files: {n}',
  'wb.back.others': 'other steps: {n}',
  'wb.back.yes': 'Go back',

  'wb.solution.show': 'Solution',
  'wb.solution.showNamed': 'Show a solution of “{title}”',
  'wb.solution.title': 'One way to do it',
  'wb.solution.file': 'Put this into {path}:',
  'wb.solution.beside': 'Show it beside mine',
  'wb.solution.settle': 'Wait until the cluster has settled.',
  'wb.solution.wait': 'Wait {time}.',
  'wb.solution.answer': 'Answer: {text}',
  'wb.solution.none': 'The author of this lab shows no solution.',
  'wb.solution.sureTitle': 'Look at the solution already?',
  'wb.solution.sureText':
    'You have hardly tried “{task}”. Three checks open its hints and then the solution without this question. That you looked stands in your journal; it costs no points.',
  'wb.solution.sureYes': 'Show it',
  'wb.solution.sureNo': 'I will try first',
} as const;
