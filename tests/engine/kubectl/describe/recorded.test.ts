import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/engine/cluster/json.ts';
import { text } from '../../../../src/engine/kubectl/describe/read.ts';
import { describerFor } from '../../../../src/engine/kubectl/describe/registry.ts';
import { objectsAsContext } from './recorded-context.ts';

interface Recording {
  readonly run: string;
  readonly recordedFrom: string;
  readonly nowMs: number;
  readonly kind: string;
  readonly name: string;
  readonly stdout: string;
  readonly objects: readonly JsonObject[];
}

const folder = new URL('../../../oracle/describe/', import.meta.url);

/** Ages depend on when within a second the recording was made; columns move with them. */
function withoutAges(events: string): string {
  return events
    .replace(/\(x\d+ over [\dsmhd]+\)/g, '(xN over <age>)')
    .replace(/(?<= )(?:\d+[dhms]){1,3}(?= )/g, '<age>')
    .replace(/ {2,}/g, '  ')
    .replace(/-{2,}/g, '--');
}

function split(description: string): readonly [string, string] {
  const at = description.search(/^Events:/m);
  return at < 0 ? [description, ''] : [description.slice(0, at), withoutAges(description.slice(at))];
}

describe('describe prints what a real cluster printed', () => {
  for (const file of readdirSync(folder).sort()) {
    const recording = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording;
    test(`${recording.run} (${recording.recordedFrom})`, () => {
      const subject = recording.objects.find(
        (each) => text(each, 'kind') === recording.kind && text(each, 'metadata', 'name') === recording.name,
      );
      const apiVersion = text(subject, 'apiVersion');
      const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
      const context = objectsAsContext(recording.objects, recording.nowMs);
      const description = describerFor(group, recording.kind)(subject!, context);
      expect(split(description)).toEqual(split(recording.stdout));
    });
  }
});
