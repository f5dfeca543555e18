import { expect } from 'chai';
import type { VersionsOf } from '../../domain/eventShapes.js';

const anId = '6f0f3bd8-8a1c-4d57-9a3e-0b6a1c4f2d11';
const aTime = '2026-11-21T10:00:00.000Z';
const words = ['', 'Sneaker', anId, aTime];

/** Values of every sort that a stored field may hold, whatever it should hold. */
const probes: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  3,
  -1,
  1.5,
  2 ** 53,
  ...words,
  [],
  [anId],
  {},
  { [Symbol.toPrimitive]: () => anId },
  { [Symbol.toPrimitive]: () => aTime },
];

/** Which of the probes a field takes; the last of them stands in a valid event. */
const accepted = {
  uuid: [anId],
  text: words,
  count: [0, 3],
  whole: [0, 3, -1],
  time: [aTime],
} as const;

type Plain = keyof typeof accepted;

/** What a field holds: a sort of value, one of some words, a record, or a list of records. */
export type Field =
  | Plain
  | { readonly nullable: Plain | Table }
  | { readonly optional: Field }
  | { readonly oneOf: readonly string[] }
  | { readonly listOf: Table }
  | { readonly record: Table };

export type Table = Readonly<Record<string, Field>>;

type Case = Readonly<{ value: unknown; isTaken: boolean }>;

/** Each type of event is known in version 1 alone, and takes what its table says and no more. */
export const expectShapes = (
  shapes: Readonly<Record<string, VersionsOf<unknown>>>,
  tables: Readonly<Record<string, Table>>,
): void => {
  expect(Object.keys(shapes)).to.have.members(Object.keys(tables));
  for (const [type, versions] of Object.entries(shapes)) {
    expect(Object.keys(versions), type).to.eql(['1']);
    expectTaken((data) => (versions[1]?.(data) ?? null) !== null, tables[type] ?? {}, type);
  }
};

/** A record with the fields of the table is taken, one with a field of another sort is not. */
export const expectTaken = (
  isTaken: (data: unknown) => boolean,
  table: Table,
  name: string,
): void => {
  const valid = sampleOf(table);
  expect(isTaken(valid), name).to.equal(true);
  for (const other of [undefined, null, 'text', 3]) expect(isTaken(other), name).to.equal(false);
  for (const [field, kind] of Object.entries(table))
    for (const { value, isTaken: expected } of casesOf(kind))
      expect(isTaken({ ...valid, [field]: value }), `${name}.${field}: ${shown(value)}`).to.equal(
        expected,
      );
};

const sampleOf = (table: Table): Record<string, unknown> =>
  Object.fromEntries(Object.entries(table).map(([field, kind]) => [field, validOf(kind)]));

const validOf = (kind: Field): unknown => {
  if (typeof kind === 'string') return accepted[kind].at(-1);
  if ('oneOf' in kind) return kind.oneOf[0];
  if ('optional' in kind) return validOf(kind.optional);
  if ('record' in kind) return sampleOf(kind.record);
  if ('listOf' in kind) return [sampleOf(kind.listOf)];

  return typeof kind.nullable === 'string' ? validOf(kind.nullable) : sampleOf(kind.nullable);
};

const casesOf = (kind: Field): readonly Case[] => {
  if (typeof kind === 'string')
    return probes.map((value) => ({ value, isTaken: includes(accepted[kind], value) }));
  if ('oneOf' in kind)
    return [...probes, ...kind.oneOf].map((value) => ({
      value,
      isTaken: includes(kind.oneOf, value),
    }));
  if ('optional' in kind)
    return casesOf(kind.optional).map(({ value, isTaken }) => ({
      value,
      isTaken: isTaken || value === undefined,
    }));
  if ('record' in kind) return [...without([]), ...nestedCases(kind.record)];
  if ('listOf' in kind)
    return [
      ...without([[]]),
      { value: [], isTaken: true },
      ...nestedCases(kind.listOf).map(({ value, isTaken }) => ({ value: [value], isTaken })),
    ];
  const { nullable } = kind;
  const others = typeof nullable === 'string' ? casesOf(nullable) : nestedCases(nullable);

  return [...others.filter(({ value }) => value !== null), { value: null, isTaken: true }];
};

/** No probe is taken, but those that are like one of the given. */
const without = (given: readonly unknown[]): readonly Case[] =>
  probes
    .filter((probe) => !given.some((value) => shown(value) === shown(probe)))
    .map((value) => ({ value, isTaken: false }));

/** The record as it should be, and with each of its fields changed. */
const nestedCases = (table: Table): readonly Case[] => {
  const valid = sampleOf(table);

  return [
    { value: valid, isTaken: true },
    ...Object.entries(table).flatMap(([field, kind]) =>
      casesOf(kind).map(({ value, isTaken }) => ({ value: { ...valid, [field]: value }, isTaken })),
    ),
  ];
};

const includes = (values: readonly unknown[], value: unknown): boolean => values.includes(value);

const shown = (value: unknown): string => `${typeof value} ${JSON.stringify(value)}`;
