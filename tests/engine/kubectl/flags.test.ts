import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../src/engine/kubectl/errors.ts';
import { type FlagSpec, parseFlags } from '../../../src/engine/kubectl/flags.ts';
import { formatDuration, parseDuration } from '../../../src/engine/kubectl/go/duration.ts';

const specs: readonly FlagSpec[] = [
  { name: 'namespace', shorthand: 'n', type: 'string', usage: '' },
  { name: 'all', shorthand: 'A', type: 'bool', usage: '' },
  { name: 'watch', shorthand: 'w', type: 'bool', usage: '' },
  { name: 'replicas', type: 'int', usage: '' },
  { name: 'timeout', type: 'duration', default: '30s', usage: '' },
  { name: 'dry-run', type: 'string', default: 'none', noOptDefault: 'unchanged', usage: '' },
  { name: 'filename', shorthand: 'f', type: 'stringSlice', usage: '' },
  { name: 'env', type: 'stringArray', usage: '' },
];

const fault = (...argv: string[]): string => {
  try {
    parseFlags(specs, argv);
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
  return '';
};

describe('flags', () => {
  it('come in all the forms that pflag knows, between the arguments', () => {
    for (const form of [['-n', 'dev'], ['-ndev'], ['-n=dev'], ['--namespace', 'dev'], ['--namespace=dev']]) {
      const flags = parseFlags(specs, ['get', ...form, 'pods']);
      expect(flags.string('namespace')).toBe('dev');
      expect(flags.args).toEqual(['get', 'pods']);
    }
  });

  it('may be clustered, and the last of a cluster takes the value', () => {
    const flags = parseFlags(specs, ['-Awn', 'dev']);
    expect([flags.bool('all'), flags.bool('watch'), flags.string('namespace')]).toEqual([true, true, 'dev']);
  });

  it('keep lists apart: a slice splits at commas, an array does not', () => {
    const flags = parseFlags(specs, ['-f', 'a,"b,c"', '-f', 'd', '--env', 'A=1,2', '--env', 'B']);
    expect(flags.strings('filename')).toEqual(['a', 'b,c', 'd']);
    expect(flags.strings('env')).toEqual(['A=1,2', 'B']);
  });

  it('know a value for being given alone, and where -- stood', () => {
    const flags = parseFlags(specs, ['--dry-run', 'x', '--', '-n', 'y']);
    expect(flags.string('dry-run')).toBe('unchanged');
    expect(flags.args).toEqual(['x', '-n', 'y']);
    expect(flags.dashAt).toBe(1);
  });

  it('are refused in pflag words', () => {
    expect(fault('--nosuch')).toBe('unknown flag: --nosuch');
    expect(fault('-Ax')).toBe("unknown shorthand flag: 'x' in -x");
    expect(fault('--namespace')).toBe('flag needs an argument: --namespace');
    expect(fault('-An')).toBe("flag needs an argument: 'n' in -n");
    expect(fault('--=x')).toBe('bad flag syntax: --=x');
    expect(fault('--replicas=two')).toBe(
      'invalid argument "two" for "--replicas" flag: strconv.ParseInt: parsing "two": invalid syntax',
    );
    expect(fault('-A=maybe')).toBe(
      'invalid argument "maybe" for "-A, --all" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    );
    expect(fault('--timeout=5')).toBe('invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"');
  });
});

describe('durations', () => {
  it('read and write as in Go', () => {
    expect(parseDuration('1h2m3.5s')).toEqual({ ms: 3_723_500 });
    expect(parseDuration('-1.5m')).toEqual({ ms: -90_000 });
    expect(parseDuration('5x')).toEqual({ error: 'time: unknown unit "x" in duration "5x"' });
    expect([0, 500, 60_000, 3_723_500].map(formatDuration)).toEqual(['0s', '500ms', '1m0s', '1h2m3.5s']);
  });
});
