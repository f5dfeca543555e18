/**
 * Control and format characters, separators of lines, private ones, and all that is displayed as
 * nothing: zero-width and filling characters, bidirectional controls, variation selectors.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Scripts in which a joiner between two letters changes how a word is written. */
const joining = [
  ...['Arabic', 'Syriac', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya'],
  ...['Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Myanmar', 'Khmer'],
]
  .map((script) => `\\p{Script=${script}}`)
  .join('');

const joiner = new RegExp(`(?<=[${joining}])[\\u200C\\u200D](?=[${joining}])`, 'gu');

/** After a character that is seen, it chooses one of its forms. */
const variationSelector = /(?<=[\p{L}\p{N}\p{S}\p{P}])[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

const emoji = new RegExp('\\p{RGI_Emoji}', 'gv');

/** Whether the text holds nothing that cannot be seen, not even in an emoji; for codes. */
export const isSeen = (text: string): boolean => !unseen.test(text);

/** The same for words of any language: joiners and emoji are spelled with characters of width 0. */
export const isSeenInWords = (text: string): boolean =>
  isSeen(text.replace(emoji, '').replace(joiner, '').replace(variationSelector, ''));

/** The same for text of several lines. */
export const isSeenInLines = (text: string): boolean => isSeenInWords(text.replace(/[\n\t]/g, ' '));

/** Returns the text without what is displayed as nothing. */
export const withoutUnseen = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
