/** What a regular expression uses and this node does not offer. */
export class UnsupportedRegex extends Error {}
