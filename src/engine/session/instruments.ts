import type { Json } from '../cluster/json.ts';
import type { Found, Instruments } from '../grader/instruments.ts';
import { jsonpathValues } from '../kubectl/jsonpath/jsonpath.ts';
import type { JqResult } from '../shell/process/types.ts';

/** jq as a host brings it: filter, flags, input, and what time it is in the cluster (milliseconds since the Unix epoch, which is also the default). */
export type RunJq = (filter: string, flags: readonly string[], input: string, nowMs?: number) => JqResult;

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function outputs(text: string): readonly Json[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Json => JSON.parse(line));
}

/** The query languages for the grader and the playgrounds, at a moment of the cluster's time. Without jq every jq query is an error that says so. */
export function instruments(runJq: RunJq | undefined, nowMs: number): Instruments {
  return {
    jsonpath(template, value): Found {
      try {
        return { kind: 'values', values: jsonpathValues(template, value, { allowMissingKeys: true }) };
      } catch (error) {
        return { kind: 'error', message: error instanceof Error ? firstLine(error.message) : String(error) };
      }
    },
    jq(filter, value): Found {
      if (runJq === undefined) return { kind: 'error', message: 'jq is not loaded' };
      const result = runJq(filter, ['-c'], JSON.stringify(value), nowMs);
      if (result.code !== 0)
        return { kind: 'error', message: firstLine(result.stderr) || `jq ended with status ${result.code}` };
      return { kind: 'values', values: outputs(result.stdout) };
    },
  };
}
