import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the site's colours; they follow the theme because they are the site's variables. */
export const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--sl-color-bg)', color: 'var(--sl-color-white)', fontSize: '0.875rem' },
  '&.cm-focused': { outline: '1px solid var(--sl-color-text-accent)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--__sl-font-mono, monospace)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--skiff-buoy)' },
  '.cm-cursor': { borderLeftColor: 'var(--skiff-buoy)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--sl-color-bg)', color: 'var(--sl-color-gray-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--sl-color-text-accent) 8%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--sl-color-text-accent) 28%, transparent)',
  },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--skiff-surface-2)',
    color: 'var(--sl-color-white)',
    border: '1px solid var(--sl-color-gray-5)',
    borderRadius: '0.4rem',
  },
  '.cm-textfield': {
    backgroundColor: 'var(--sl-color-bg)',
    border: '1px solid var(--sl-color-gray-4)',
    borderRadius: '0.3rem',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--sl-color-bg)',
    border: '1px solid var(--sl-color-gray-4)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--skiff-bad)',
    textUnderlineOffset: '3px',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--skiff-bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--skiff-wait)' },
});

/** YAML's parts: keys stand out, values stay calm. */
export const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--sl-color-text-accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--skiff-ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.labelName, tags.typeName], color: 'var(--skiff-buoy)' },
  { tag: tags.comment, color: 'var(--sl-color-gray-3)', fontStyle: 'italic' },
  { tag: [tags.meta, tags.separator, tags.punctuation], color: 'var(--sl-color-gray-3)' },
]);

/** Completion lists and comparisons in the site's colours. */
export const aids = EditorView.theme({
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--wb-mono)', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.15rem 0.6rem', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--sl-color-bg-accent)',
    color: 'var(--sl-color-text-invert)',
  },
  '.cm-completionDetail': { color: 'var(--sl-color-gray-2)', fontStyle: 'normal', marginLeft: '1em' },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { padding: '0', maxWidth: '26rem' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk, .cm-inlineChangedLine': {
    backgroundColor: 'color-mix(in srgb, var(--skiff-bad) 9%, transparent)',
  },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine': {
    backgroundColor: 'color-mix(in srgb, var(--skiff-ok) 9%, transparent)',
  },
  // a line below keeps the text as readable as it is elsewhere
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText, .cm-deletedText': {
    background: 'none',
    boxShadow: 'inset 0 -2px var(--skiff-bad)',
  },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'none', boxShadow: 'inset 0 -2px var(--skiff-ok)' },
  '.cm-collapsedLines': {
    background: 'var(--skiff-surface)',
    color: 'var(--sl-color-gray-2)',
    padding: '0.2rem 0.6rem',
  },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '""' },
});
