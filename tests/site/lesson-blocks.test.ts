import { runEveryLesson } from './lesson-runs.ts';

runEveryLesson('en');
