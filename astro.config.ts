import { readdirSync } from 'node:fs';
import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { pageTexts } from './scripts/page-texts.mjs';
import { rebuildSession } from './scripts/worker/rebuild.mjs';
import { lessonPlace } from './src/content/front-matter.ts';
import { koreanLabels } from './src/content/korean-anchors.ts';
import { numberBlocks } from './src/content/number-blocks.ts';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** Lessons in their order; the folder is the table of contents. */
const lessons = readdirSync(new URL('./src/content/lessons/en', import.meta.url))
  .map((name) => lessonPlace(`en/${name}`))
  .sort((a, b) => a.order - b.order);

export default defineConfig({
  // Where the site will stand: only the sitemap and canonical links need it.
  ...(process.env['SKIFF_SITE'] ? { site: process.env['SKIFF_SITE'] } : {}),
  base: process.env['SKIFF_BASE'] ?? '/',
  trailingSlash: 'ignore',
  server: { headers: isolation },
  devToolbar: { enabled: false },
  prefetch: false,
  vite: {
    define: { 'import.meta.env.SKIFF_HOST': JSON.stringify(process.env['SKIFF_HOST'] ?? 'auto') },
    plugins: [rebuildSession(), pageTexts(import.meta.dirname)],
    build: {
      target: 'es2022',
      // Astro marks its own modules with a directive that the bundler then warns about, once for each lesson.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  },
  // A fresh count for each page.
  markdown: { processor: satteri({ mdastPlugins: [() => numberBlocks()] }) },
  integrations: [
    starlight({
      title: 'Skiff',
      description: 'Learn Kubernetes by steering one: lessons beside a live cluster in your browser.',
      favicon: '/favicon.svg',
      disable404Route: true,
      credits: false,
      pagefind: true,
      defaultLocale: 'root',
      locales: {
        root: { label: 'English', lang: 'en' },
        ko: { label: '한국어', lang: 'ko' },
      },
      routeMiddleware: './src/components/site/route-data.ts',
      markdown: { processedDirs: ['./src/content/lessons/'] },
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      sidebar: [
        {
          label: 'Lessons',
          translations: { ko: '강의' },
          items: lessons.map(({ slug }) => ({ slug: `lessons/${slug}` })),
        },
        {
          label: 'Look up',
          translations: { ko: '찾아보기' },
          items: [
            { label: 'Glossary', translations: { ko: '용어집' }, link: '/glossary/' },
            { label: 'kubectl cheat sheet', translations: { ko: 'kubectl 치트 시트' }, link: '/cheat-sheet/' },
            { label: 'From the notes', translations: { ko: '노트에서 강의로' }, link: '/notes/' },
          ],
        },
        {
          label: 'About',
          translations: { ko: '안내' },
          items: [
            { label: 'Playground', translations: { ko: '플레이그라운드' }, link: '/play/' },
            { label: 'Exam', translations: { ko: '시험' }, link: '/exam/' },
            { label: 'About Skiff', translations: { ko: 'Skiff 소개' }, link: '/about/' },
            { label: 'What is not simulated', translations: { ko: '시뮬레이션하지 않는 것' }, link: '/limits/' },
          ],
        },
      ],
      customCss: [
        './src/styles/theme.css',
        './src/styles/prose.css',
        './src/styles/bench.css',
        './src/styles/print.css',
      ],
      components: {
        Footer: './src/components/site/Footer.astro',
        Head: './src/components/site/Head.astro',
        Search: './src/components/site/Search.astro',
        PageTitle: './src/components/site/PageTitle.astro',
        SiteTitle: './src/components/site/SiteTitle.astro',
        SocialIcons: './src/components/site/BenchToggle.astro',
        TwoColumnContent: './src/components/site/LessonFrame.astro',
      },
      expressiveCode: {
        themes: ['github-dark-default', 'github-light-default'],
        useStarlightUiThemeColors: true,
        styleOverrides: {
          borderRadius: '0.5rem',
          borderColor: 'var(--sl-color-hairline-light)',
          codeBackground: 'var(--skiff-surface)',
          codeFontSize: '0.875rem',
          frames: {
            shadowColor: 'transparent',
            editorBackground: 'var(--skiff-surface)',
            editorTabBarBackground: 'var(--skiff-surface-2)',
            editorActiveTabBackground: 'var(--skiff-surface)',
            editorActiveTabIndicatorTopColor: 'var(--skiff-buoy)',
            terminalBackground: 'var(--skiff-surface)',
            terminalTitlebarBackground: 'var(--skiff-surface-2)',
          },
        },
      },
    }),
    koreanLabels,
  ],
});
