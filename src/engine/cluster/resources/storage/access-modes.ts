/** The order and the short names in which access modes are shown. */
const SHORT: readonly (readonly [mode: string, short: string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** All access modes, as validation lists them. */
export const ACCESS_MODES: readonly string[] = SHORT.map(([mode]) => mode).sort();

/** `RWO,ROX`. Models: helper.GetAccessModesAsString */
export function accessModesText(modes: readonly string[] | undefined): string {
  return SHORT.filter(([mode]) => (modes ?? []).includes(mode))
    .map(([, short]) => short)
    .join(',');
}
