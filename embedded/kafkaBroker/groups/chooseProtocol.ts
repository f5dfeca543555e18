import type { JoinRequest, Member, Protocol } from './member.js';

const namesOf = (protocols: readonly Protocol[]): string[] => protocols.map(({ name }) => name);

/** Returns the protocols that every member supports. */
const commonProtocols = (members: readonly Member[]): string[] => {
  const [first, ...others] = members.map(({ protocols }) => new Set(namesOf(protocols)));

  return [...(first ?? [])].filter((name) => others.every((names) => names.has(name)));
};

/**
 * Returns the common protocol that most members prefer: each votes for the first of its list that
 * all support.
 */
export const chooseProtocol = (members: readonly Member[]): string => {
  const common = commonProtocols(members);
  const votes = new Map(common.map((name) => [name, 0]));
  for (const { protocols } of members) {
    const vote = namesOf(protocols).find((name) => votes.has(name));
    if (vote !== undefined) votes.set(vote, (votes.get(vote) ?? 0) + 1);
  }

  return [...votes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
};

/** Whether the others, whose type is `protocolType`, share a protocol with the one that joins. */
export const isCompatible = (
  others: readonly Member[],
  protocolType: string,
  request: JoinRequest,
): boolean => {
  if (request.protocolType === '' || request.protocols.length === 0) return false;
  if (others.length === 0) return true;
  const common = new Set(commonProtocols(others));

  return (
    request.protocolType === protocolType && request.protocols.some(({ name }) => common.has(name))
  );
};
