import { MAP_RESOURCES, type MapItem } from '../map-item.ts';
import { type Columns, mapItem } from '../map-items.ts';
import type { Moment } from './moment.ts';

/** Everything that the map draws, as it was at a moment. */
export function mapAt({ informers }: Moment, columns: Columns): readonly MapItem[] {
  const source = { informers, columns };
  return MAP_RESOURCES.flatMap((resource) =>
    informers
      .list(resource)
      .map((object) =>
        mapItem(source, `${resource}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, resource, object),
      ),
  );
}
