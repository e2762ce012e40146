// biome-ignore lint/performance/noBarrelFile: one line at the top of a lesson, instead of one for each component it uses
export { default as Explain } from './Explain.astro';
export { default as Figure } from './Figure.astro';
export { default as Lab } from './Lab.astro';
export { default as Manifest } from './Manifest.astro';
export { default as Playground } from './Playground.astro';
export { default as Predict } from './Predict.astro';
export { default as Quiz } from './Quiz.astro';
export { default as Run } from './Run.astro';
export { default as Term } from './Term.astro';
