import type { ResourceDefinition, TableColumn } from '../definition.ts';

/** A column that always shows. */
export function column(name: string, description: string, type = 'string'): TableColumn {
  return { name, type, format: '', description, priority: 0 };
}

/** A column that shows with `-o wide` only. */
export function wideColumn(name: string, description: string, type = 'string'): TableColumn {
  return { name, type, format: '', description, priority: 1 };
}

/** The NAME column of every kind. */
export const NAME_COLUMN: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique within its namespace.',
  priority: 0,
};

/** The AGE column of nearly every kind. */
export const AGE_COLUMN: TableColumn = column('Age', 'Time since the object was created.');

/** Table facts of a kind. */
export type TableFacts = Pick<ResourceDefinition, 'columns' | 'cells'>;

/** The names and images of a pod template's containers, comma-separated, as workload tables show them. Models: layoutContainerCells */
export function containerCells(
  containers: readonly { readonly name?: string; readonly image?: string }[] | undefined,
): readonly [names: string, images: string] {
  const all = containers ?? [];
  return [all.map((each) => each.name ?? '').join(','), all.map((each) => each.image ?? '').join(',')];
}

/** What the wide table of every kind with a pod template shows of it. */
export const TEMPLATE_COLUMNS: readonly TableColumn[] = [
  wideColumn('Containers', 'Names of the containers in the template.'),
  wideColumn('Images', 'Images of the containers in the template.'),
  wideColumn('Selector', 'Labels by which pods are found.'),
];

/** The table of replica sets and replication controllers. */
export const REPLICA_COLUMNS: readonly TableColumn[] = [
  NAME_COLUMN,
  column('Desired', 'Number of pods wanted.', 'integer'),
  column('Current', 'Number of pods.', 'integer'),
  column('Ready', 'Number of ready pods.', 'integer'),
  AGE_COLUMN,
  ...TEMPLATE_COLUMNS,
];
