import type { AstroIntegration } from 'astro';
import { defineHastPlugin, type HastPluginInput } from 'satteri';

/** How Starlight names the link beside a heading, in English and in Korean. */
const ENGLISH = /^Section titled (“[\s\S]*”)$/;
const korean = (title: string): string => `섹션 제목: ${title}`;

/**
 * Gives the links beside the headings of a Korean lesson their Korean name. Starlight tells a page's language by its path below content/docs;
 * the lessons lie beside it, so that it takes them all for English ones.
 */
export const koreanAnchors: HastPluginInput = ({ fileURL }) =>
  fileURL?.pathname.includes('/content/lessons/ko/') !== true
    ? undefined
    : defineHastPlugin({
        name: 'skiff-korean-anchors',
        element: {
          filter: ['span'],
          visit(node, context) {
            const title = ENGLISH.exec(context.textContent(node))?.[1];
            return title === undefined
              ? undefined
              : {
                  type: 'element',
                  tagName: 'span',
                  properties: node.properties,
                  children: [{ type: 'text', value: korean(title) }],
                };
          },
        },
      });

/** Stands behind Starlight in the list of integrations: its plugin has to run after Starlight's. */
export const koreanLabels: AstroIntegration = {
  name: 'skiff-korean-labels',
  hooks: {
    'astro:config:setup': ({ config }) => {
      const { processor } = config.markdown as { processor?: { options?: { hastPlugins?: HastPluginInput[] } } };
      const plugins = processor?.options?.hastPlugins;
      if (plugins === undefined)
        throw new Error('The Markdown processor takes no plugins: see src/content/korean-anchors.ts');
      plugins.push(koreanAnchors);
    },
  },
};
