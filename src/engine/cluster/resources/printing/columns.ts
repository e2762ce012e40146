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
