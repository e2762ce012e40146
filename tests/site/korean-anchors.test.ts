import { readdirSync, readFileSync } from 'node:fs';
import { defineHastPlugin, markdownToHtml } from 'satteri';
import { expect, test } from 'vitest';
import { koreanAnchors } from '../../src/content/korean-anchors.ts';

/** As Starlight does it: a link behind each heading, named in English. */
const anchors = defineHastPlugin({
  name: 'anchors',
  element: {
    filter: ['h2'],
    visit: (node, context) => ({
      type: 'element' as const,
      tagName: 'div',
      properties: {},
      children: [
        node,
        {
          type: 'element' as const,
          tagName: 'span',
          properties: { class: 'sr-only' },
          children: [{ type: 'text' as const, value: `Section titled “${context.textContent(node)}”` }],
        },
      ],
    }),
  },
});

const html = async (path: string): Promise<string> => {
  const { html } = await markdownToHtml('## 사이트 `둘`\n\n본문 <b>x</b>\n', {
    fileURL: new URL(`file:///work/src/content/lessons/${path}`),
    hastPlugins: [anchors, koreanAnchors],
  });
  return html;
};

test('the links beside the headings of a Korean lesson have Korean names', async () => {
  expect(await html('ko/21-ingress.mdx')).toContain('<span class="sr-only">섹션 제목: “사이트 둘”</span>');
  expect(await html('en/21-ingress.mdx')).toContain('<span class="sr-only">Section titled “사이트 둘”</span>');
});

test('no aside of a Korean lesson is left to the name that Starlight would give it, in English', () => {
  const folder = new URL('../../src/content/lessons/ko/', import.meta.url);
  for (const name of readdirSync(folder))
    expect(readFileSync(new URL(name, folder), 'utf8').match(/^:::[a-z]+$/m), name).toBeNull();
});
