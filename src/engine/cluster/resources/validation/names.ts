/** A check of one text: the messages of what is wrong with it; none when it is fine. */
export type NameRule = (value: string) => readonly string[];

const NONE: readonly string[] = [];
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const labelPattern = new RegExp(`^${LABEL}$`);
const subdomainPattern = new RegExp(`^${SUBDOMAIN}$`);
const label1035Pattern = new RegExp(`^${LABEL_1035}$`);
const qualifiedPattern = new RegExp(`^${QUALIFIED}$`);

/** Bytes of the text in UTF-8: Kubernetes counts bytes. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) bytes += 2;
    else if (code >= 0x80) bytes += 1;
  }
  return bytes;
}

/** Models: apimachinery/pkg/util/validation.RegexError */
export function regexError(message: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${pattern}')`;
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${list}regex used for validation is '${pattern}')`;
}

/** Models: apimachinery/pkg/util/validation.MaxLenError */
export function maxLengthError(bytes: number): string {
  return `must be no more than ${bytes} bytes`;
}

/** Models: IsDNS1123Label */
export const dns1123Label: NameRule = (value) => {
  if (value.length <= 63 && labelPattern.test(value)) return NONE;
  const out: string[] = [];
  if (value.length > 63) out.push(maxLengthError(63));
  if (!labelPattern.test(value)) {
    if (subdomainPattern.test(value)) out.push('must not contain dots');
    else
      out.push(
        regexError(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
          LABEL,
          'my-name',
          '123-abc',
        ),
      );
  }
  return out;
};

/** Models: IsDNS1123Subdomain */
export const dns1123Subdomain: NameRule = (value) => {
  if (value.length <= 253 && subdomainPattern.test(value)) return NONE;
  const out: string[] = [];
  if (value.length > 253) out.push(maxLengthError(253));
  if (!subdomainPattern.test(value))
    out.push(
      regexError(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        SUBDOMAIN,
        'example.com',
      ),
    );
  return out;
};

/** Models: IsDNS1035Label */
export const dns1035Label: NameRule = (value) => {
  if (value.length <= 63 && label1035Pattern.test(value)) return NONE;
  const out: string[] = [];
  if (value.length > 63) out.push(maxLengthError(63));
  if (!label1035Pattern.test(value))
    out.push(
      regexError(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        LABEL_1035,
        'my-name',
        'abc-123',
      ),
    );
  return out;
};

/** A name that may stand as one segment of a URL path (RBAC names). Models: path.IsValidPathSegmentName */
export const pathSegmentName: NameRule = (value) => {
  if (value === '.') return ["may not be '.'"];
  if (value === '..') return ["may not be '..'"];
  const out: string[] = [];
  if (value.includes('/')) out.push("may not contain '/'");
  if (value.includes('%')) out.push("may not contain '%'");
  return out;
};

function qualifiedName(value: string): readonly string[] {
  const slash = value.indexOf('/');
  const out: string[] = [];
  let name = value;
  if (slash >= 0) {
    const prefix = value.slice(0, slash);
    name = value.slice(slash + 1);
    if (name.includes('/'))
      return [
        `a valid label key ${regexError(
          "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          QUALIFIED,
          'MyName',
          'my.name',
          '123-abc',
        )} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
      ];
    if (prefix === '') out.push('prefix part must be non-empty');
    else for (const message of dns1123Subdomain(prefix)) out.push(`prefix part ${message}`);
  }
  if (name === '') out.push('name part must be non-empty');
  else if (name.length > 63) out.push(`name part ${maxLengthError(63)}`);
  if (!qualifiedPattern.test(name))
    out.push(
      `name part ${regexError(
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        QUALIFIED,
        'MyName',
        'my.name',
        '123-abc',
      )}`,
    );
  return out;
}

/** Keys of labels and annotations, finalizers, resource names. Models: IsQualifiedName */
export const qualifiedNameRule: NameRule = (value) => {
  if (value.length <= 63 && qualifiedPattern.test(value)) return NONE;
  return qualifiedName(value);
};

/** Models: IsValidLabelValue */
export const labelValue: NameRule = (value) => {
  if (value === '' || (value.length <= 63 && qualifiedPattern.test(value))) return NONE;
  const out: string[] = [];
  if (byteLength(value) > 63) out.push(maxLengthError(63));
  if (!qualifiedPattern.test(value))
    out.push(
      regexError(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        `(${QUALIFIED})?`,
        'MyValue',
        'my_value',
        '12345',
      ),
    );
  return out;
};
