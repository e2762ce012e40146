import { describe, expect, it } from 'vitest';
import { addressText, follow, readAddress } from '../../../../src/engine/session/browse/address.ts';

const read = (text: string) => {
  const address = readAddress(text);
  return address === undefined ? undefined : addressText(address);
};

describe('the address bar', () => {
  it.each([
    ['worker-1:30080', 'http://worker-1:30080/'],
    ['http://shop.example', 'http://shop.example/'],
    ['HTTP://Shop.Example:80/a?b=1#c', 'http://shop.example/a?b=1'],
    ['https://10.0.0.1:443/', 'https://10.0.0.1/'],
    ['localhost:8080/a b', 'http://localhost:8080/a%20b'],
    ['shop?q', 'http://shop/?q'],
  ])('reads %s', (typed, url) => expect(read(typed)).toBe(url));

  it.each([
    '',
    'ftp://x/',
    'javascript:alert(1)',
    'http://',
    'http://x:0/',
    'http://x:99999/',
    'http://-x/',
    'file:///etc/passwd',
    'data:text/html,x',
  ])('refuses %j', (typed) => expect(readAddress(typed)).toBeUndefined());
});

describe('a link', () => {
  it.each([
    ['/b', 'http://web:81/b'],
    ['c', 'http://web:81/a/c'],
    ['../c?d=e', 'http://web:81/c?d=e'],
    ['./', 'http://web:81/a/'],
    ['?x', 'http://web:81/a/page?x'],
    ['#top', 'http://web:81/a/page?old'],
    ['//other/x', 'http://other/x'],
    ['https://other', 'https://other/'],
  ])('%s leads on from the page', (link, url) => {
    const from = readAddress('http://web:81/a/page?old');
    const to = from === undefined ? undefined : follow(from, link);
    expect(to === undefined ? undefined : addressText(to)).toBe(url);
  });

  it('with a scheme that is no web is none', () => {
    const from = readAddress('web')!;
    expect(follow(from, 'javascript:alert(1)')).toBeUndefined();
    expect(follow(from, 'mailto:a@b')).toBeUndefined();
  });
});
