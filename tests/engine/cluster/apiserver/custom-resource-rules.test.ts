import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/engine/cluster/json.ts';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';
import { world } from './world.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const DECKS = '/apis/games.example.com/v1/namespaces/default/decks';
const MERGE = { 'content-type': 'application/merge-patch+json' };

interface Rule {
  readonly rule?: string;
  readonly [field: string]: Json | undefined;
}

function definition(rules: readonly Rule[], properties: JsonObject = {}): JsonObject {
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        'x-kubernetes-validations': rules as unknown as Json,
        properties: {
          cards: { type: 'integer' },
          hands: { type: 'integer' },
          ratio: { type: 'number' },
          name: { type: 'string', maxLength: 10 },
          'dealt-by': { type: 'string' },
          opened: { type: 'string', format: 'date-time' },
          size: { 'x-kubernetes-int-or-string': true },
          ...properties,
        },
      },
      status: { type: 'object', properties: { left: { type: 'integer' } } },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'decks.games.example.com' },
    spec: {
      group: 'games.example.com',
      scope: 'Namespaced',
      names: { plural: 'decks', kind: 'Deck' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema as unknown as Json },
          subresources: { status: {} },
        },
      ],
    },
  };
}

const deck = (spec: JsonObject, name = 'd'): JsonObject => ({
  apiVersion: 'games.example.com/v1',
  kind: 'Deck',
  metadata: { name },
  spec,
});

function defined(rules: readonly Rule[], properties?: JsonObject) {
  const at = world(kinds);
  at.ok('POST', CRDS, definition(rules, properties));
  at.clock.runUntil(at.clock.nowMs() + 1_000);
  return at;
}

/** What the definition is refused for, without what stands before it. */
function refused(rule: Rule, properties?: JsonObject): string {
  const said = world(kinds).fails('POST', CRDS, definition([rule], properties));
  return said.replace(
    /^422 Invalid: CustomResourceDefinition.apiextensions.k8s.io "decks.games.example.com" is invalid: /,
    '',
  );
}
const AT = 'spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]';

describe('rules of custom resources', () => {
  it('refuse what does not hold, in their own words', () => {
    const at = defined([
      { rule: 'self.cards >= self.hands * 5', message: 'too few cards' },
      { rule: '!has(self.name) || self.name != "joker"', fieldPath: '.name', reason: 'FieldValueForbidden' },
      { rule: 'self.cards <= 104', messageExpression: '"at most 104 cards, not " + string(self.cards)' },
      { rule: 'self.cards % 2 == 0' },
    ]);
    at.ok('POST', DECKS, deck({ cards: 52, hands: 4 }));
    expect(at.fails('POST', DECKS, deck({ cards: 9, hands: 4, name: 'joker' }, 'e'))).toBe(
      '422 Invalid: Deck.games.example.com "e" is invalid: [spec: Invalid value: too few cards, spec.name: Forbidden: failed rule: !has(self.name) || self.name != "joker", spec: Invalid value: failed rule: self.cards % 2 == 0]',
    );
    expect(at.fails('POST', DECKS, deck({ cards: 200, hands: 4 }, 'e'))).toBe(
      '422 Invalid: Deck.games.example.com "e" is invalid: spec: Invalid value: at most 104 cards, not 200',
    );
  });

  it('say why they came to no verdict, and wait for a sound object', () => {
    const at = defined([{ rule: 'self.cards / self.hands > 4' }, { rule: 'self.size == 1 || self.size > 2' }]);
    expect(at.fails('POST', DECKS, deck({ cards: 9, hands: 0, size: 3 }))).toContain(
      'spec: Invalid value: "object": division by zero evaluating rule: self.cards / self.hands > 4',
    );
    expect(at.fails('POST', DECKS, deck({ cards: 9 }))).toContain(
      'spec: Invalid value: "object": no such key: hands evaluating rule: self.cards / self.hands > 4',
    );
    expect(at.fails('POST', DECKS, deck({ cards: 9, hands: 1, name: 'much too long a name', size: 3 }))).toContain(
      '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    );
    expect(at.fails('POST', DECKS, deck({ cards: 9, hands: 1, size: 'big' }))).toContain(
      "'no such overload': call arguments did not match a supported operator, function or macro signature for rule: self.size == 1 || self.size > 2",
    );
  });

  it('compare with what was there, where something was', () => {
    const hand = {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['who'],
      items: {
        type: 'object',
        required: ['who'],
        properties: {
          who: { type: 'string' },
          points: {
            type: 'integer',
            'x-kubernetes-validations': [{ rule: 'self >= oldSelf', message: 'points stay' }],
          },
        },
      },
    } as unknown as JsonObject;
    const at = defined(
      [
        { rule: 'self.cards == oldSelf.cards', message: 'cards are immutable' },
        {
          rule: 'oldSelf.hasValue() || self.hands == 1',
          optionalOldSelf: true,
          message: 'begins with one hand',
        },
      ],
      { hand },
    );
    expect(at.fails('POST', DECKS, deck({ cards: 52, hands: 3 }))).toContain(
      'spec: Invalid value: begins with one hand',
    );
    at.ok('POST', DECKS, deck({ cards: 52, hands: 1, hand: [{ who: 'a', points: 3 }] }));
    at.ok(
      'PATCH',
      `${DECKS}/d`,
      {
        spec: {
          hands: 3,
          hand: [
            { who: 'b', points: 1 },
            { who: 'a', points: 4 },
          ],
        },
      },
      MERGE,
    );
    expect(at.fails('PATCH', `${DECKS}/d`, { spec: { cards: 32 } }, MERGE)).toContain(
      'spec: Invalid value: cards are immutable',
    );
    expect(
      at.fails(
        'PATCH',
        `${DECKS}/d`,
        {
          spec: {
            hand: [
              { who: 'c', points: 0 },
              { who: 'a', points: 2 },
            ],
          },
        },
        MERGE,
      ),
    ).toBe('422 Invalid: Deck.games.example.com "d" is invalid: spec.hand[1].points: Invalid value: 2: points stay');
  });

  it('only warn of what an update leaves as it was', () => {
    const at = defined([]);
    at.ok('POST', DECKS, deck({ cards: 3 }));
    const crd = at.ok('GET', `${CRDS}/decks.games.example.com`) as unknown as { metadata: JsonObject };
    at.ok('PUT', `${CRDS}/decks.games.example.com`, {
      ...definition([{ rule: 'self.cards > 10', message: 'too few' }]),
      metadata: crd.metadata,
    });
    at.clock.runUntil(at.clock.nowMs() + 1_000);
    const labelled = at.call('PATCH', `${DECKS}/d`, { metadata: { labels: { a: 'b' } } }, MERGE);
    expect({ status: labelled.status, warnings: labelled.warnings }).toEqual({
      status: 200,
      warnings: ['spec: Invalid value: too few'],
    });
    expect(at.fails('PATCH', `${DECKS}/d`, { spec: { cards: 4 } }, MERGE)).toContain('spec: Invalid value: too few');
  });

  it('see values as their schema has them, by escaped names', () => {
    const at = defined([
      { rule: '!has(self.ratio) || self.ratio / 2.0 < 1.0' },
      { rule: '!has(self.dealt__dash__by) || self.dealt__dash__by.startsWith("a")' },
      { rule: '!has(self.opened) || self.opened > timestamp("2026-01-01T00:00:00Z")' },
    ]);
    at.ok('POST', DECKS, deck({ ratio: 1, 'dealt-by': 'anna', opened: '2026-02-03T00:00:00Z' }));
    for (const wrong of [{ ratio: 2 }, { 'dealt-by': 'ben' }, { opened: '2025-02-03T00:00:00Z' }])
      expect(at.fails('POST', DECKS, deck(wrong, 'e'))).toContain('spec: Invalid value: failed rule: ');
  });

  it.each<[string, Rule, string]>([
    ['a rule without text', { rule: ' ' }, `${AT}.rule: Required value: rule is not specified`],
    [
      'an empty message',
      { rule: 'true', message: ' ' },
      `${AT}.message: Invalid value: " ": must be non-empty if specified`,
    ],
    [
      'a reason of its own',
      { rule: 'true', reason: 'Ugly' },
      `${AT}.reason: Unsupported value: "Ugly": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"`,
    ],
    [
      'a path to nowhere',
      { rule: 'true', fieldPath: '.nowhere' },
      `${AT}.fieldPath: Invalid value: ".nowhere": must be a valid path`,
    ],
    [
      'a field that is not there',
      { rule: 'self.nope > 1' },
      "compilation failed: ERROR: <input>:1:5: undefined field 'nope'\n | self.nope > 1\n | ....^",
    ],
    [
      'types that do not go together',
      { rule: 'self.cards > self.name' },
      "compilation failed: ERROR: <input>:1:12: found no matching overload for '_>_' applied to '(int, string)'",
    ],
    ['a name that nobody gave', { rule: 'this.cards > 1' }, "undeclared reference to 'this' (in container '')"],
    [
      'a method of another type',
      { rule: 'self.cards.startsWith("a")' },
      "found no matching overload for 'startsWith' applied to 'int.(string)'",
    ],
    ['no truth', { rule: 'self.cards + 1' }, 'cel expression must evaluate to a bool'],
    ['bad syntax', { rule: 'self.cards >' }, 'compilation failed: ERROR: <input>:1:13: Syntax error'],
    [
      'a message that is none',
      { rule: 'true', messageExpression: 'self.cards' },
      'messageExpression must evaluate to a string',
    ],
    [
      'an option without use',
      { rule: 'true', optionalOldSelf: true },
      `${AT}.optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule`,
    ],
  ])('are refused: %s', (_, rule, said) => {
    expect(refused(rule)).toContain(said);
  });

  it('are refused where old and new items do not belong to each other', () => {
    const loose = {
      type: 'array',
      items: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] },
    } as unknown as JsonObject;
    expect(refused({ rule: 'true' }, { loose })).toContain(
      'oldSelf cannot be used on the uncorrelatable portion of the schema within spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[loose]',
    );
  });
});
