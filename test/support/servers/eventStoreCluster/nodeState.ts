/** What a node of the fake cluster does; tests change it while the node runs. */
export type NodeState = {
  role: 'leader' | 'follower' | 'electing';
  /**
   * `silent`: connections and calls are accepted, no response ever comes. `reads`: appends are
   * accepted without a response, as by a leader without a quorum.
   */
  answers: 'all' | 'reads' | 'silent';
  /** What it says to reads of `$all` and to appends of whatever account. */
  access: 'granted' | 'denied' | 'unauthenticated';
};

export const freshState = (role: NodeState['role']): NodeState => ({
  role,
  answers: 'all',
  access: 'granted',
});
