/** What a node of the fake cluster does; tests change it while the node runs. */
export type NodeState = {
  role: 'leader' | 'follower' | 'electing';
  /**
   * `silent`: connections and calls are accepted, no response ever comes. `reads`: appends are
   * accepted without a response, as by a leader without a quorum.
   */
  answers: 'all' | 'reads' | 'silent';
  /** Appends to these streams wait until `letThrough` of the node. */
  heldStreams: ReadonlySet<string>;
  /** What it says to reads of `$all` and to appends of whatever account. */
  access: 'granted' | 'denied' | 'unauthenticated';
};

export const freshState = (role: NodeState['role']): NodeState => ({
  role,
  answers: 'all',
  heldStreams: new Set(),
  access: 'granted',
});
