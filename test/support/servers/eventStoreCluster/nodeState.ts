/** What a node of the fake cluster does; tests change it while the node runs. */
export type NodeState = {
  role: 'leader' | 'follower' | 'electing';
  /**
   * `silent`: connections and calls are accepted, no response ever comes. `reads`: appends are
   * accepted without a response, as by a leader without a quorum.
   */
  answers: 'all' | 'reads' | 'silent';
  /** Of how many appends from now on the answer is lost. */
  lostAnswers: number;
  /** So many calls for appends from now on get no response, whatever is sent over them. */
  silentCalls: number;
  /** Ends each call for appends, as if all were well, when it has had so many responses. */
  endsCallWith: number | null;
  /** Appends to these streams wait until `letThrough` of the node. */
  heldStreams: ReadonlySet<string>;
  /**
   * As a follower it is behind: whoever does not require the leader sees nothing that was written
   * at this position or later. Null when it is not.
   */
  hiddenFrom: bigint | null;
  /** In milliseconds: how far its clock is ahead. */
  clockAheadMs: number;
  /** Whether gossip was ever read with an account. */
  wasGossipAuthorised: boolean;
  /** What it says to reads of `$all` and to appends of whatever account. */
  access: 'granted' | 'denied' | 'unauthenticated';
};

export const freshState = (role: NodeState['role']): NodeState => ({
  role,
  answers: 'all',
  lostAnswers: 0,
  silentCalls: 0,
  endsCallWith: null,
  heldStreams: new Set(),
  hiddenFrom: null,
  clockAheadMs: 0,
  wasGossipAuthorised: false,
  access: 'granted',
});

/** What time it is on the node. */
export const clockOf = ({ clockAheadMs }: NodeState): Date => new Date(Date.now() + clockAheadMs);
