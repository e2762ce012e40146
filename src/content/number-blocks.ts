import { defineMdastPlugin, type MdastPluginDefinition } from 'satteri';
import { isBlock } from './block-names.ts';

/**
 * A plugin for Astro's Markdown processor: tells each block of a lesson the how-manieth it is (`block={3}`), so that it finds its recorded
 * outputs. The same command may come twice.
 */
export function numberBlocks(): MdastPluginDefinition {
  let next = 0;
  return defineMdastPlugin({
    name: 'skiff-number-blocks',
    mdxJsxFlowElement(node) {
      if (!isBlock(node.name)) return undefined;
      const value = { type: 'mdxJsxAttributeValueExpression', value: String(next) } as const;
      next += 1;
      return { ...node, attributes: [...node.attributes, { type: 'mdxJsxAttribute', name: 'block', value }] };
    },
  });
}
