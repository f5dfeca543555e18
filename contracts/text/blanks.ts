/**
 * Returns the text in one normal form: composed letters (NFC), one ordinary blank wherever there
 * are several or some other kind of blank (no-break, ideographic, thin …), and none at its ends.
 */
export const withPlainBlanks = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();

/** Returns the same with all lines kept, each ended by `\n`. */
export const withPlainLines = (text: string): string =>
  text.normalize('NFC').replace(/\r\n?/g, '\n').trim();

/**
 * Returns the text with letters and digits of the width that East Asian keyboards write (`Ａ１`) in
 * their ordinary one, as RFC 8265 maps them.
 */
export const withPlainWidth = (text: string): string =>
  text.replace(/[\uFF01-\uFFEE]/g, (character) => character.normalize('NFKC'));
