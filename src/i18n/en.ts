/** The site's own texts in English; `ko.ts` has the same keys, and a test says so. Starlight brings the rest. */
export const en = {
  'site.tagline': 'Learn Kubernetes by steering one',
  'site.description':
    'Lessons beside a live Kubernetes-like cluster that runs in your browser, and labs graded from the state of the cluster.',

  'home.title': 'Steer a cluster. Don’t just read about one.',
  'home.lead':
    'Every lesson has a cluster beside it: a small Kubernetes control plane that runs inside this page. You type kubectl commands, watch Pods come and go, break things, repair them, and the labs grade what the cluster became, not what you clicked.',
  'home.start': 'Start with Pods',
  'home.all': 'All lessons',
  'home.figure.alt':
    'A terminal in which kubectl run web creates a Pod, and a map of two worker nodes on which the Pod appears, goes from Pending through ContainerCreating to Running.',
  'home.how.title': 'How a lesson works',
  'home.how.see.title': 'See it happen',
  'home.how.see.text':
    'Commands in the text run in the terminal when you click them. The map of nodes and Pods moves as the cluster does.',
  'home.how.do.title': 'Do it yourself',
  'home.how.do.text':
    'A lab gives you a cluster in some state and says what must hold. How you get there is yours. Check tells you, task by task, what holds and why not.',
  'home.how.break.title': 'Break it',
  'home.how.break.text':
    'Wrong image, full node, crashing container: the cluster fails the way Kubernetes fails, with the same words. Reset puts everything back.',
  'home.how.time.title': 'Own the clock',
  'home.how.time.text':
    'Pause, run ten or sixty times as fast, or skip until the cluster has settled. A five-minute back-off need not cost you five minutes.',
  'home.honest.title': 'What this is, and what it is not',
  'home.honest.is':
    'Skiff is a simulation, written to behave as Kubernetes 1.36 does: an API server, scheduler, controllers and kubelets, with containers that are small programs instead of real images. Its output is compared line by line with recordings from a real cluster.',
  'home.honest.not':
    'It is not a Kubernetes distribution and it does not run your own images. Where something is not simulated, it is refused as Kubernetes would refuse it, or it comes with a warning.',
  'home.honest.limits': 'Read the list of limits',
  'home.honest.local':
    'Everything runs in this browser. No account, no server, and after the first visit no network. Your work is stored on this device only.',
  'home.lessons.title': 'Lessons',
  'home.lessons.lead': 'Ten to twenty minutes each. Take them in order, or go where you need to.',
  'home.teachers.title': 'For those who teach',
  'home.teachers.text':
    'A lab is one YAML file that proves itself: its solutions must pass and its wrong answers must fail before it is published. What a student hands in is a journal that is replayed and graded from the command line.',

  'lesson.number': 'Lesson {n}',
  'lesson.minutes': '{n} min',
  'lesson.kubernetes': 'Kubernetes {version}',
  'lesson.labs.one': '{n} lab',
  'lesson.labs.other': '{n} labs',
  'lesson.needs': 'Builds on',

  'bench.open': 'Open the cluster',
  'bench.close': 'Close the cluster',
  'bench.region': 'Cluster workbench',
  'bench.loading': 'Loading the workbench …',
  'bench.failed': 'The workbench could not be loaded. Your work is safe; it is stored on this device.',
  'bench.retry': 'Try again',
  'bench.noscript': 'The cluster runs in your browser and needs JavaScript. The lesson can be read without it.',
  'bench.resize': 'Width of the cluster workbench',
  'bench.view.lesson': 'Lesson',
  'bench.view.cluster': 'Cluster',

  'run.one': 'Run in the terminal: {command}',

  'lab.label': 'Lab',
  'lab.open': 'Open the lab',

  'predict.label': 'Predict first',
  'predict.run': 'Run and see',
  'predict.reveal': 'What happens',
  'predict.choose': 'Your guess',
  'predict.right': 'As you predicted.',
  'predict.wrong': 'Not what you predicted: read on to see why.',

  'quiz.label': 'Check yourself',
  'quiz.right': 'Right',
  'quiz.wrong': 'Not quite',

  'playground.jsonpath': 'JSONPath playground',
  'playground.jq': 'jq playground',
  'playground.needsBench': 'This playground works on the live objects of your cluster.',

  'search.label': 'Search',
  'search.placeholder': 'A word, a command, an error …',
  'search.close': 'Close',
  'search.none': 'Nothing found for “{query}”.',
  'search.found': '{n} pages for “{query}”',
  'search.failed': 'The search index could not be loaded. It exists in the built site only.',

  'limits.title': 'What is not simulated',
  'limits.description': 'Where Skiff differs from a real Kubernetes cluster.',
  'limits.onlyEnglish': 'This page is kept in English, beside the code.',

  'notFound.title': 'No such page',
  'notFound.text': 'The address leads nowhere. The lessons are all here:',
  'notFound.home': 'To the start',

  'update.ready': 'A new version of Skiff is ready.',
  'update.reload': 'Use it now',

  'footer.limits': 'What is not simulated',
  'footer.license': 'Apache-2.0',
  'footer.trademark':
    'Kubernetes is a registered trademark of The Linux Foundation. Skiff is an independent project and is not affiliated with it.',
} as const;
