import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';

describe('the labs of this repository', () => {
  for (const name of readdirSync('labs', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    it(`${name.name} reads without a fault`, () => {
      const folder = join('labs', name.name);
      const beside = (path: string): string | undefined => {
        const at = join(folder, path);
        return existsSync(at) ? readFileSync(at, 'utf8') : undefined;
      };
      const read = readLabFile('lab.yaml', readFileSync(join(folder, 'lab.yaml'), 'utf8'), beside);
      expect('diagnostics' in read ? read.diagnostics : []).toEqual([]);
    });
  }
});
