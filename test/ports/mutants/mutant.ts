/**
 * One behaviour of a node taken out: in `file`, `from` becomes `to`, and `suite` is expected to go
 * red.
 */
export type Mutant = Readonly<{
  behaviour: string;
  file: string;
  from: string;
  to: string;
  suite: string;
}>;
