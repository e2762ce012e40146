import { describe, expect, it } from 'vitest';
import { jsonpath, jsonpathValues, relaxedJsonPath } from '../../../src/engine/kubectl/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../../src/engine/kubectl/jsonpath/node.ts';

const pod = {
  kind: 'Pod',
  metadata: { name: 'x', labels: { app: 'web', 'a.b/c': 'd' }, annotations: { html: '<a>&b' } },
  spec: {
    priority: 5,
    containers: [
      { name: 'a', image: 'nginx', ports: [{ containerPort: 80, name: 'http' }, { containerPort: 443 }] },
      { name: 'b', image: 'redis', tty: true, env: [{ name: 'A', value: '1' }, { name: 'B' }] },
      { name: 'c', image: 'busybox' },
    ],
  },
};

const error = (template: string): string => {
  try {
    jsonpath(template, pod);
  } catch (thrown) {
    if (thrown instanceof JsonPathError) return thrown.message;
    throw thrown;
  }
  return '';
};

describe('JSONPath', () => {
  it.each([
    ['{.metadata.name}', 'x'],
    ['{.metadata.labels.a\\.b/c}', 'd'],
    ["{.metadata.labels['app']}", 'web'],
    ['{.metadata.labels}', '{"a.b/c":"d","app":"web"}'],
    ['{.metadata.annotations.html}', '<a>&b'],
    ['{.metadata.annotations}', '{"html":"\\u003ca\\u003e\\u0026b"}'],
    ['{.spec.containers[*].name}', 'a b c'],
    ["{.spec.containers[*]['name','image']}", 'a b c nginx redis busybox'],
    ['{range .spec.containers[*]}{.name}{"\\t"}{.image}{"\\n"}{end}', 'a\tnginx\nb\tredis\nc\tbusybox\n'],
    ['{range .spec.containers[*]}{.name}:{range .ports[*]}{.containerPort},{end};{end}', 'a:80,443,;b:;c:;'],
    ['{range .spec.nosuch[*]}{.x}{end}done', 'done'],
    ['{.spec.containers[-1].name}', 'c'],
    ['{.spec.containers[0:2].name}', 'a b'],
    ['{.spec.containers[1:].name}', 'b c'],
    ['{.spec.containers[::2].name}', 'a c'],
    ['{.spec.containers[0,2].name}', 'a c'],
    ['{.spec.containers[?(@.name=="b")].image}', 'redis'],
    ["{.spec.containers[?(@.name!='b')].image}", 'nginx busybox'],
    ['{.spec.containers[?(@.tty)].name}', 'b'],
    ['{.spec.containers[?(@.ports[0].containerPort>79)].name}', 'a'],
    ['{..containerPort}', '80 443'],
    ['{.spec.nosuch.foo}', ''],
    ['{.spec.priority}', '5'],
    ['plain {"text"} {.kind}', 'plain text Pod'],
    ['.metadata.name', '.metadata.name'],
  ])('%s prints %j', (template, text) => {
    expect(jsonpath(template, pod)).toBe(text);
  });

  it.each([
    ['{.a', 'unclosed action'],
    ['{.a[}', 'unterminated array'],
    ['{.spec.containers[a]}', 'invalid array index a'],
    ['{.spec.containers[?(@.name=="b"]}', 'unterminated filter'],
    ['{.spec.containers[5].name}', 'array index out of bounds: index 5, length 3'],
    ['{.spec.containers[2:1].name}', 'starting index 2 is greater than ending index 1'],
    ['{.metadata[0]}', 'map[string]interface {} is not array or slice'],
    ['{.spec.containers[?(@.name>1)]}', 'incompatible types for comparison'],
    ['{end}', 'not in range, nothing to end'],
    ['{metadata.name}', 'unrecognized identifier metadata'],
    ['{%}', "unrecognized character in action: U+0025 '%'"],
  ])('%s fails with %j', (template, message) => {
    expect(error(template)).toBe(message);
  });

  it('can insist on fields that are there', () => {
    expect(() => jsonpath('{.nosuch}', pod, { allowMissingKeys: false })).toThrow('nosuch is not found');
  });

  it('prints results as JSON', () => {
    expect(jsonpath('{.spec.containers[*].name}', pod, { asJson: true })).toBe('[\n    "a",\n    "b",\n    "c"\n]\n');
  });

  it('gives values to those who compare them, with or without braces', () => {
    expect(jsonpathValues('.spec.containers[*].image', pod)).toEqual(['nginx', 'redis', 'busybox']);
    expect(jsonpathValues('{.spec.priority}', pod)).toEqual([5]);
    expect(jsonpathValues('spec.nosuch', pod)).toEqual([]);
    expect(relaxedJsonPath('metadata.name')).toBe('{.metadata.name}');
  });
});
