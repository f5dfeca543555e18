/** Somebody else moved the checkpoint, or took over: nothing of the batch was committed. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** The projector must not go on before a person has looked; the message names the way out. */
export class ProjectionHalted extends Error {
  override readonly name = 'ProjectionHalted';
}
