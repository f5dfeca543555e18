/**
 * Returns the text as Postgres takes it, in JSON too: U+FFFD for NUL and for halves of characters,
 * which a foreign text, or one that was cut, may hold.
 */
export const storableText = (text: string): string =>
  Buffer.from(text.replaceAll('\0', '\ufffd')).toString();
