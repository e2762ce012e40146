import type { TreeNode } from '../../cluster/files.ts';
import { utf8Length } from '../../cluster/network/utf8.ts';

/** What a node takes in bytes, as `ls -l` shows it. */
export function nodeBytes(node: TreeNode): number {
  if (node.type === 'file') return utf8Length(node.content) + (node.zeros ?? 0);
  return node.type === 'link' ? utf8Length(node.target) : 4096;
}

/** A number of bytes as `-h` shows it: `512`, `1.5K`, `23M`. */
export function humanSize(bytes: number, base = 1024): string {
  if (bytes < base) return String(bytes);
  let value = bytes;
  let unit = -1;
  while (value >= base && unit < 5) {
    value /= base;
    unit++;
  }
  const letter = 'KMGTPE'.charAt(unit);
  return value < 10 ? `${(Math.ceil(value * 10) / 10).toFixed(1)}${letter}` : `${Math.ceil(value)}${letter}`;
}

/** A number with an optional unit (`10K`, `1M`); undefined for what is none. */
export function parseSize(text: string): number | undefined {
  const match = /^([-+]?\d+)(b|[kKMGT]i?B?|c|w)?$/.exec(text);
  if (match === null) return undefined;
  const unit = match[2] ?? '';
  const base = unit.endsWith('B') && !unit.includes('i') && unit.length > 1 ? 1000 : 1024;
  const power = unit === '' || unit === 'c' ? 0 : 'KMGT'.indexOf(unit.charAt(0).toUpperCase()) + 1;
  if (unit === 'b') return Number(match[1]) * 512;
  if (unit === 'w') return Number(match[1]) * 2;
  return Number(match[1]) * base ** power;
}
