/** What travels between the outside and a decider: a type and the JSON that goes with it. */
export type Message<Type extends string = string, Data extends object = object> = Readonly<{
  type: Type;
  data: Readonly<Data>;
}>;

/** Intent, in the imperative: `SetReservation`. Time and ids come in its data. */
export type Command<Type extends string = string, Data extends object = object> = Message<
  Type,
  Data
>;

/** Fact, in the past tense: `StockReserved`. Its data is exactly what JSON holds. */
export type Event<Type extends string = string, Data extends object = object> = Message<Type, Data>;

/**
 * The rules of one aggregate. `evolve` folds facts and never refuses; `decide` returns the new
 * facts of a command ([] when there is nothing to do) or throws a `DomainError`. States are
 * immutable: a fold may be kept, or thrown away.
 */
export type Decider<State, C extends Command, E extends Event> = Readonly<{
  initialState: () => State;
  evolve: (state: State, event: E) => State;
  decide: (command: C, state: State) => readonly E[];
}>;

/** A business rule said no. Callers switch on `code`; `message` is for people. */
export class DomainError<Code extends string = string> extends Error {
  override readonly name = 'DomainError';
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

/** Closes a switch over a union: the compiler objects when a case is missing. */
export const assertNever = (value: never): never => {
  throw new TypeError(`Unhandled case: ${JSON.stringify(value)}`);
};
