import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';

/** Where a shell is to be opened. */
export type ShellPlace = { readonly node: string } | { readonly pod: MapItem; readonly container: string };

/** The command that opens a shell there, as one would type it. */
export function shellLine(place: ShellPlace): string {
  if ('node' in place) return `ssh ${place.node}`;
  const { name, namespace, containers } = place.pod;
  const where = namespace === 'default' ? '' : ` -n ${namespace}`;
  const which = containers.length > 1 ? ` -c ${place.container}` : '';
  return `kubectl exec -it ${name}${where}${which} -- sh`;
}

/** A button that opens a shell on a node or in a container, in a tab of its own. */
export function shellButton({ t }: Context, place: ShellPlace): HTMLElement {
  const line = shellLine(place);
  const label =
    'node' in place
      ? t('wb.terminal.shellOn', { name: place.node })
      : t('wb.terminal.shellIn', { name: place.container });
  return h(
    'button',
    {
      type: 'button',
      class: 'wb-shell-button',
      'aria-label': label,
      title: `${label}: ${line}`,
      onclick: () => document.dispatchEvent(new CustomEvent('skiff:shell', { detail: { line } })),
    },
    '>_ sh',
  );
}
