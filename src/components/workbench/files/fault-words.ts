import type { LintFault, LintFinding } from '../../../engine/session/lint.ts';
import type { LintSays } from '../../../engine/session/lint-says.ts';
import type { TextKey, Translate } from '../../../i18n/text.ts';

const SENTENCES: Readonly<Record<Exclude<LintSays['is'], 'yaml'>, TextKey>> = {
  object: 'wb.lint.object',
  list: 'wb.lint.list',
  mapping: 'wb.lint.mapping',
  value: 'wb.lint.value',
  'other-value': 'wb.lint.otherValue',
  'one-of': 'wb.lint.oneOf',
  'unknown-field': 'wb.lint.unknownField',
  needs: 'wb.lint.needs',
  'no-manifest': 'wb.lint.noManifest',
  'no-api-version': 'wb.lint.noApiVersion',
  'no-kind': 'wb.lint.noKind',
  'unknown-kind': 'wb.lint.unknownKind',
};

/** What the YAML parser complains about most; everything else is a text that is no YAML, for the reason that the parser gives. */
const OF_YAML: Readonly<Partial<Record<Extract<LintSays, { is: 'yaml' }>['code'], TextKey>>> = {
  BAD_INDENT: 'wb.yaml.indent',
  TAB_AS_INDENT: 'wb.yaml.tab',
  DUPLICATE_KEY: 'wb.yaml.twice',
  MULTILINE_IMPLICIT_KEY: 'wb.yaml.key',
  BLOCK_AS_IMPLICIT_KEY: 'wb.yaml.line',
  MISSING_CHAR: 'wb.yaml.missing',
  UNEXPECTED_TOKEN: 'wb.yaml.unexpected',
  BAD_SCALAR_START: 'wb.yaml.start',
  BAD_DQ_ESCAPE: 'wb.yaml.escape',
};

/** What was found, in the page's words. */
export function inOurWords(finding: LintFinding, t: Translate): LintFault {
  const { says } = finding;
  const { is, ...values } = says;
  const key = says.is === 'yaml' ? (OF_YAML[says.code] ?? 'wb.yaml.other') : SENTENCES[says.is];
  return { ...finding, message: t(key, values) };
}
