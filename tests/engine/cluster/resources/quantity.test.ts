import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  canonicalResourceQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityError,
  quantityMilliValue,
  quantityValue,
  subtractQuantities,
} from '../../../../src/engine/cluster/resources/quantity.ts';

describe('a quantity', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1.5', '1500m'],
    ['1024Mi', '1Gi'],
    ['1536Mi', '1536Mi'],
    ['0.5Gi', '512Mi'],
    ['0.1Gi', '107374182400m'],
    ['100', '100'],
    ['1000', '1k'],
    ['1e3', '1e3'],
    ['12e6', '12e6'],
    ['512Ki', '512Ki'],
    ['1Ki', '1Ki'],
    ['0', '0'],
    ['0Gi', '0'],
    ['.5', '500m'],
    ['-1', '-1'],
    ['1E', '1E'],
    ['128974848', '128974848'],
    ['2', '2'],
  ])('%s is stored as %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it('is rounded up to thousandths in a resource list', () => {
    expect(canonicalResourceQuantity('0.0001')).toBe('1m');
    expect(canonicalResourceQuantity('100u')).toBe('1m');
  });

  it('is told apart from what is none', () => {
    expect(quantityError('abc')).toMatch(/^quantities must match the regular expression/);
    expect(quantityError('1GB')).toMatch(/^quantities must match/);
    expect(quantityError('1mm')).toBe("unable to parse quantity's suffix");
    expect(quantityError('')).toMatch(/^quantities must match/);
    expect(quantityError('1Gi')).toBeUndefined();
    expect(quantityError(2)).toBeUndefined();
  });

  it('compares and adds across units', () => {
    expect(compareQuantities('1', '1000m')).toBe(0);
    expect(compareQuantities('1Gi', '1G')).toBe(1);
    expect(compareQuantities('100m', '1')).toBe(-1);
    const sum = addQuantities(parseQuantity('64Mi')!, parseQuantity('64Mi')!);
    expect(formatQuantity(sum)).toBe('128Mi');
    expect(formatQuantity(subtractQuantities(parseQuantity('2')!, parseQuantity('500m')!))).toBe('1500m');
  });

  it('reads as bytes or as thousandths, rounded up', () => {
    expect(quantityValue('1Ki')).toBe(1024);
    expect(quantityValue('100m')).toBe(1);
    expect(quantityMilliValue('0.25')).toBe(250);
    expect(quantityMilliValue(undefined)).toBe(0);
  });
});
