import { expect, test } from 'vitest';
import { add, canonical, formatQuantity, parseQuantity } from '../../../../src/engine/kubectl/describe/quantity.ts';

test.each([
  ['500m', '500m'],
  ['0.5', '500m'],
  ['1000m', '1'],
  ['1.5Gi', '1536Mi'],
  ['1024Mi', '1Gi'],
  ['0.5Ki', '512'],
  ['1e3', '1e3'],
  ['1000', '1k'],
  ['267847642337', '267847642337'],
  ['24684096Ki', '24684096Ki'],
  ['0', '0'],
  ['-1', '-1'],
])('%s is written %s', (given, wanted) => {
  expect(canonical(given)).toBe(wanted);
});

test('a sum keeps the notation of its first amount', () => {
  const [a, b] = [parseQuantity('100Mi')!, parseQuantity('1G')!];
  expect(formatQuantity(add(a, b))).toBe('1104857600');
  expect(formatQuantity(add(parseQuantity('0')!, a))).toBe('100Mi');
});
