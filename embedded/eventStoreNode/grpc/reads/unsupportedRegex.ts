/** What a regular expression uses and this node does not offer. */
export class UnsupportedRegex extends Error {}

/** Throws UnsupportedRegex, which names the part. */
export const refusePart = (part: string): never => {
  throw new UnsupportedRegex(`${part} is not offered in regular expressions`);
};
