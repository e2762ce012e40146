import { runEveryLesson } from './lesson-runs.ts';

runEveryLesson('ko');
