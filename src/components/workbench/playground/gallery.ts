import type { TextKey } from '../../../i18n/text.ts';

/** The languages of queries. */
export type QueryLanguage = 'jsonpath' | 'jq';

/** One thing that people want to know of objects, and how it is asked. A language without a query cannot ask it. */
export interface Example {
  readonly title: TextKey;
  /** What to read, where the learner's own choice would not do: as kubectl get takes it. */
  readonly target?: string;
  readonly jsonpath?: string;
  readonly jq?: string;
}

/** From what everybody needs to what is worth a look. */
export const gallery: readonly Example[] = [
  { title: 'wb.gallery.names', jsonpath: '{.items[*].metadata.name}', jq: '.items[].metadata.name' },
  {
    title: 'wb.gallery.lines',
    jsonpath: '{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}',
    jq: '.items[] | "\\(.metadata.name)\\t\\(.status.phase)"',
  },
  {
    title: 'wb.gallery.some',
    jsonpath: '{.items[?(@.status.phase=="Running")].metadata.name}',
    jq: '.items[] | select(.status.phase == "Running") | .metadata.name',
  },
  {
    title: 'wb.gallery.images',
    jsonpath: '{.items[*].spec.containers[*].image}',
    jq: '[.items[].spec.containers[].image] | unique',
  },
  { title: 'wb.gallery.last', jsonpath: '{.items[-1:].metadata.name}', jq: '.items[-1].metadata.name' },
  { title: 'wb.gallery.count', jq: '.items | length' },
  {
    title: 'wb.gallery.dots',
    target: 'nodes',
    jsonpath: '{.items[*].metadata.labels.kubernetes\\.io/hostname}',
    jq: '.items[].metadata.labels["kubernetes.io/hostname"]',
  },
  {
    title: 'wb.gallery.conditions',
    target: 'nodes',
    jsonpath: '{range .items[*]}{.metadata.name}{": "}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}',
    jq: '.items[] | "\\(.metadata.name): \\([.status.conditions[] | select(.type == "Ready") | .status] | join(" "))"',
  },
  { title: 'wb.gallery.anywhere', jsonpath: '{..image}', jq: '[.. | objects | .image | values] | unique' },
  {
    title: 'wb.gallery.perNode',
    target: 'pods -A',
    jq: '.items | group_by(.spec.nodeName) | map({node: .[0].spec.nodeName, pods: length})',
  },
  {
    title: 'wb.gallery.restarts',
    target: 'pods -A',
    jq: '.items | sort_by(-([.status.containerStatuses[]?.restartCount] | add // 0)) | .[:5][] | "\\([.status.containerStatuses[]?.restartCount] | add // 0)\\t\\(.metadata.name)"',
  },
  {
    title: 'wb.gallery.notReady',
    target: 'pods -A',
    jq: '.items[] | select(any(.status.containerStatuses[]?; .ready | not)) | {name: .metadata.name, why: [.status.containerStatuses[].state | .. | .reason? | values]}',
  },
  {
    title: 'wb.gallery.secrets',
    target: 'secrets',
    jq: '.items[] | {name: .metadata.name, data: (.data // {} | map_values(@base64d))}',
  },
];
