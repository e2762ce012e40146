/** Expressions to try, by language. */
export const examples: { readonly [language in 'jsonpath' | 'jq']: readonly string[] } = {
  jsonpath: [
    '{.items[*].metadata.name}',
    '{range .items[*]}{.metadata.name}{" "}{.status.phase}{"\\n"}{end}',
    '{.items[?(@.status.phase=="Running")].metadata.name}',
    '{.items[0].spec.containers[*].image}',
  ],
  jq: [
    '.items[].metadata.name',
    '[.items[] | {name: .metadata.name, phase: .status.phase}]',
    '.items | length',
    '.items | group_by(.spec.nodeName) | map({node: .[0].spec.nodeName, pods: length})',
  ],
};
