import { describe, expect, it } from 'vitest';
import { executeTemplate } from '../../../src/engine/kubectl/go-template/execute.ts';
import { TemplateError } from '../../../src/engine/kubectl/go-template/node.ts';
import { parseGoTemplate } from '../../../src/engine/kubectl/go-template/parse.ts';

const data = {
  kind: 'Pod',
  name: 'x',
  labels: { b: '2', a: '1' },
  items: ['p', 'q', 'r'],
  count: 3,
  empty: [],
  b64: 'aGk=',
};

const render = (source: string): string => {
  const out: string[] = [];
  executeTemplate(parseGoTemplate(source), data, {
    allowMissing: true,
    write: (text) => out.push(text),
    step: () => undefined,
  });
  return out.join('');
};

const fault = (source: string): string => {
  try {
    render(source);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  return '';
};

describe('Go templates', () => {
  it.each([
    ['{{.name}}-{{.labels.a}}', 'x-1'],
    ['{{.nosuch}} {{.nosuch.deeper}}', '<no value> <no value>'],
    ['{{.labels}} {{.items}}', 'map[a:1 b:2] [p q r]'],
    ['{{range .items}}{{.}},{{end}}', 'p,q,r,'],
    ['{{range $i, $v := .items}}{{$i}}={{$v}} {{end}}', '0=p 1=q 2=r '],
    ['{{range $k, $v := .labels}}{{$k}}{{$v}}{{end}}', 'a1b2'],
    ['{{range .empty}}x{{else}}none{{end}}', 'none'],
    ['{{range .items}}{{if eq . "q"}}{{break}}{{end}}{{.}}{{end}}', 'p'],
    ['{{if and .name (gt .count 2)}}yes{{else}}no{{end}}', 'yes'],
    ['{{if .nosuch}}a{{else if .name}}b{{end}}', 'b'],
    ['{{with .labels}}{{.a}}{{end}}', '1'],
    ['{{$n := .name}}{{range .items}}{{$n}}{{end}}', 'xxx'],
    ['a {{- " b " -}} c', 'a b c'],
    ['{{/* nothing */}}x', 'x'],
    ['{{printf "%s=%d %q %4d|%-4s|" .name .count .kind 7 "a"}}', 'x=3 "Pod"    7|a   |'],
    ['{{index .items 1}} {{index .labels "a"}} {{len .items}}', 'q 1 3'],
    ['{{.name | printf "%s!" | len}}', '2'],
    ['{{not .empty}} {{or "" .name}} {{eq .count 1 2 3}}', 'true x true'],
    ['{{base64decode .b64}} {{exists . "labels" "a"}} {{exists . "x"}}', 'hi true false'],
    ['{{define "t"}}<{{.}}>{{end}}{{template "t" .name}}', '<x>'],
    ['{{html "<a>"}}', '&lt;a&gt;'],
  ])('%s', (source, text) => {
    expect(render(source)).toBe(text);
  });

  it.each([
    ['{{.name', 'template: output:1: unclosed action'],
    ['{{nosuch}}', 'template: output:1: function "nosuch" not defined'],
    ['{{range .items}}', 'template: output:1: unexpected EOF'],
    ['{{end}}', 'template: output:1: unexpected {{end}}'],
    ['{{$x}}', 'template: output:1: undefined variable "$x"'],
    [
      '{{.name.foo}}',
      'template: output:1:7: executing "output" at <.name.foo>: can\'t evaluate field foo in type interface {}',
    ],
  ])('%s fails with %j', (source, message) => {
    expect(fault(source)).toBe(message);
  });
});
