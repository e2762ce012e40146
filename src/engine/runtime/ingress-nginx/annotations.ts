/** What annotations of an Ingress ask of the controller. */
export interface Annotations {
  /** `rewrite-target`; '' for none. */
  readonly rewriteTarget: string;
  readonly useRegex: boolean;
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly appRoot: string;
  readonly permanentRedirect: string;
  readonly permanentRedirectCode: number;
  readonly temporalRedirect: string;
  /** Blocks of callers; empty: everybody. */
  readonly allowFrom: readonly string[];
  readonly upstreamVhost: string;
}

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** Those that this controller acts on. */
const KNOWN: ReadonlySet<string> = new Set([
  'rewrite-target',
  'use-regex',
  'ssl-redirect',
  'force-ssl-redirect',
  'app-root',
  'permanent-redirect',
  'permanent-redirect-code',
  'temporal-redirect',
  'whitelist-source-range',
  'allowlist-source-range',
  'upstream-vhost',
  // What they ask for is what happens anyway.
  'backend-protocol',
]);

/** Annotations that are for an ingress-nginx and that this one does not act on. */
export function unknownAnnotations(annotations: { readonly [name: string]: string }): readonly string[] {
  return Object.keys(annotations).filter((name) => {
    if (!name.startsWith(PREFIX)) return false;
    const short = name.slice(PREFIX.length);
    if (short === 'backend-protocol') return annotations[name]?.toUpperCase() !== 'HTTP';
    return !KNOWN.has(short);
  });
}

/** Reads the annotations. Values that are no booleans or numbers count as absent, as the controller treats them. */
export function readAnnotations(annotations: { readonly [name: string]: string }): Annotations {
  const text = (name: string): string => annotations[`${PREFIX}${name}`] ?? '';
  const isOn = (name: string, absent: boolean): boolean => {
    const value = text(name).toLowerCase();
    if (['true', 't', '1'].includes(value)) return true;
    return ['false', 'f', '0'].includes(value) ? false : absent;
  };
  const code = Number(text('permanent-redirect-code'));
  const allowed = text('allowlist-source-range') || text('whitelist-source-range');
  return {
    rewriteTarget: text('rewrite-target'),
    useRegex: isOn('use-regex', false),
    sslRedirect: isOn('ssl-redirect', true),
    forceSslRedirect: isOn('force-ssl-redirect', false),
    appRoot: text('app-root'),
    permanentRedirect: text('permanent-redirect'),
    permanentRedirectCode: code >= 300 && code < 400 ? code : 301,
    temporalRedirect: text('temporal-redirect'),
    allowFrom: allowed
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    upstreamVhost: text('upstream-vhost'),
  };
}
