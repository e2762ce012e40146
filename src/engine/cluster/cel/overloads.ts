import type { CelType, Pattern } from './types.ts';

/** One way to call a function: `on.(args)` for a method. */
export interface Overload {
  readonly on: Pattern | undefined;
  readonly args: readonly Pattern[];
  readonly result: Pattern;
}

const NUMBERS = ['int', 'uint', 'double'] as const;
const ORDERED = ['bool', ...NUMBERS, 'string', 'bytes', 'timestamp', 'duration'] as const;

/** `name: method-receiver.(parameters) -> result`; capitals are variables. Models: cel-go/common/stdlib, cel-go/ext, apiserver/pkg/cel/library */
const DECLARATIONS = `
size (string) int; size (bytes) int; size (list<A>) int; size (map<A,B>) int
size string.() int; size bytes.() int; size list<A>.() int; size map<A,B>.() int
contains string.(string) bool; startsWith string.(string) bool; endsWith string.(string) bool
matches string.(string) bool; matches (string,string) bool
find string.(string) string; findAll string.(string) list<string>; findAll string.(string,int) list<string>
lowerAscii string.() string; upperAscii string.() string; trim string.() string
replace string.(string,string) string; replace string.(string,string,int) string
split string.(string) list<string>; split string.(string,int) list<string>
join list<string>.() string; join list<string>.(string) string
charAt string.(int) string; substring string.(int) string; substring string.(int,int) string
indexOf string.(string) int; indexOf string.(string,int) int; indexOf list<A>.(A) int
lastIndexOf string.(string) int; lastIndexOf string.(string,int) int; lastIndexOf list<A>.(A) int
isSorted list<A>.() bool; sum list<A>.() A; min list<A>.() A; max list<A>.() A
int (int) int; int (uint) int; int (double) int; int (string) int; int (timestamp) int; int (duration) int
uint (uint) uint; uint (int) uint; uint (double) uint; uint (string) uint
double (double) double; double (int) double; double (uint) double; double (string) double
bool (bool) bool; bool (string) bool; bytes (bytes) bytes; bytes (string) bytes
string (string) string; string (int) string; string (uint) string; string (double) string; string (bool) string
string (bytes) string; string (timestamp) string; string (duration) string
timestamp (timestamp) timestamp; timestamp (string) timestamp; timestamp (int) timestamp
duration (duration) duration; duration (string) duration; duration (int) duration
dyn (A) dyn; type (A) type
getFullYear timestamp.() int; getMonth timestamp.() int; getDate timestamp.() int; getDayOfMonth timestamp.() int
getDayOfWeek timestamp.() int; getDayOfYear timestamp.() int
getFullYear timestamp.(string) int; getMonth timestamp.(string) int; getDate timestamp.(string) int
getHours timestamp.() int; getMinutes timestamp.() int; getSeconds timestamp.() int; getMilliseconds timestamp.() int
getHours timestamp.(string) int; getMinutes timestamp.(string) int; getSeconds timestamp.(string) int
getHours duration.() int; getMinutes duration.() int; getSeconds duration.() int; getMilliseconds duration.() int
hasValue optional<A>.() bool; value optional<A>.() A; orValue optional<A>.(A) A; or optional<A>.(optional<A>) optional<A>
of optional.(A) optional<A>; none optional.() optional<A>; ofNonZeroValue optional.(A) optional<A>
quantity (string) Quantity; isQuantity (string) bool; isIP (string) bool; isCIDR (string) bool; isURL (string) bool
isGreaterThan Quantity.(Quantity) bool; isLessThan Quantity.(Quantity) bool; compareTo Quantity.(Quantity) int
sign Quantity.() int; isInteger Quantity.() bool; asInteger Quantity.() int; asApproximateFloat Quantity.() double
add Quantity.(Quantity) Quantity; add Quantity.(int) Quantity; sub Quantity.(Quantity) Quantity; sub Quantity.(int) Quantity
sets.contains (list<A>,list<A>) bool; sets.equivalent (list<A>,list<A>) bool; sets.intersects (list<A>,list<A>) bool
!_ (bool) bool; -_ (int) int; -_ (double) double; -_ (duration) duration
_?_:_ (bool,A,A) A; _&&_ (bool,bool) bool; _||_ (bool,bool) bool; _==_ (A,A) bool; _!=_ (A,A) bool
@in (A,list<A>) bool; @in (A,map<A,B>) bool
_[_] (list<A>,int) A; _[_] (map<A,B>,A) B; _[?_] (list<A>,int) optional<A>; _[?_] (map<A,B>,A) optional<B>
_+_ (string,string) string; _+_ (bytes,bytes) bytes; _+_ (list<A>,list<A>) list<A>
_+_ (timestamp,duration) timestamp; _+_ (duration,timestamp) timestamp; _+_ (duration,duration) duration
_-_ (timestamp,timestamp) duration; _-_ (timestamp,duration) timestamp; _-_ (duration,duration) duration
_%_ (int,int) int; _%_ (uint,uint) uint
${NUMBERS.flatMap((each) => ['_+_', '_-_', '_*_', '_/_'].map((name) => `${name} (${each},${each}) ${each}`)).join(';')}
${['_<_', '_<=_', '_>_', '_>=_']
  .flatMap((name) => [
    ...ORDERED.map((each) => `${name} (${each},${each}) bool`),
    ...NUMBERS.flatMap((a) => NUMBERS.filter((b) => a !== b).map((b) => `${name} (${a},${b}) bool`)),
  ])
  .join(';')}
`;

function patternOf(text: string): Pattern {
  const [, head = '', inner] = /^(\w+)(?:<(.*)>)?$/.exec(text) ?? [];
  if (/^[A-Z]$/.test(head)) return { kind: 'variable', name: head };
  if (head === 'Quantity') return { kind: 'is', type: { kind: 'opaque', name: 'kubernetes.Quantity' } };
  if (inner === undefined) return { kind: 'is', type: { kind: head } as CelType };
  const [first = '', second = ''] = inner.split(/,(?![^<]*>)/);
  if (head === 'list') return { kind: 'list', item: patternOf(first) };
  if (head === 'optional') return { kind: 'optional', of: patternOf(first) };
  return { kind: 'map', key: patternOf(first), value: patternOf(second) };
}

function read(): ReadonlyMap<string, readonly Overload[]> {
  const all = new Map<string, Overload[]>();
  for (const line of DECLARATIONS.split(/[;\n]/)) {
    const [, name, on, args = '', result = ''] = /^\s*(\S+) (?:([^\s(]+)\.)?\((.*)\) (\S+)\s*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const known = all.get(name) ?? [];
    all.set(name, known);
    known.push({
      // `optional` alone is the name of a space of functions.
      on: on === undefined || on === 'optional' ? undefined : patternOf(on),
      args: args === '' ? [] : args.split(/,(?![^<]*>)/).map(patternOf),
      result: patternOf(result),
    });
  }
  return all;
}

/** The ways in which each function and operator may be called; functions that are not here take what they are given. */
export const OVERLOADS: ReadonlyMap<string, readonly Overload[]> = read();
