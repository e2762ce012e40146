/** One step of a slice: a number, or not given. `derived`: the end that a single index implies. */
export interface SlicePart {
  readonly value: number;
  readonly known: boolean;
  readonly derived: boolean;
}

/** A parsed JSONPath template. Models: client-go/util/jsonpath/node.go */
export type PathNode =
  | { readonly type: 'list'; readonly nodes: readonly PathNode[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'slice'; readonly from: SlicePart; readonly to: SlicePart; readonly step: SlicePart }
  | {
      readonly type: 'filter';
      readonly left: readonly PathNode[];
      readonly right: readonly PathNode[];
      readonly operator: string;
    }
  | { readonly type: 'number'; readonly value: number; readonly float: boolean }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'union'; readonly lists: readonly (readonly PathNode[])[] };

/** A template that does not parse, or that fails on an object; `message` is what client-go says. */
export class JsonPathError extends Error {
  /** Of a template that does not parse: the character (from 0) at which that was found. */
  at: number | undefined;

  constructor(message: string) {
    super(message);
    this.name = 'JsonPathError';
  }
}
