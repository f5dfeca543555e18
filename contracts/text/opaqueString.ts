/**
 * Passwords as RFC 8265 prepares them (profile OpaqueString): every kind of blank is the ordinary
 * one, and letters are composed (NFC). Width and case stay as they are. Doing it twice changes
 * nothing more.
 */
export const opaqueString = (text: string): string =>
  text.replace(/\p{Zs}/gu, ' ').normalize('NFC');

// Letters, numbers, marks, symbols and punctuation, as RFC 8264 lists them for the FreeformClass.
const allowed = /^[ \p{L}\p{N}\p{M}\p{S}\p{P}]+$/u;

// Conjoining Hangul letters, what is displayed as nothing, and its list of exceptions.
const prohibited =
  /[\u1100-\u11FF\uA960-\uA97C\uD7B0-\uD7FB\p{Default_Ignorable_Code_Point}\u0640\u07FA\u302E\u302F\u3031-\u3035\u303B]/u;

/**
 * Whether a prepared text is one of the FreeformClass. Marks that it allows only in the context of
 * certain letters, such as the middle dot, are allowed anywhere.
 */
export const isFreeform = (text: string): boolean => allowed.test(text) && !prohibited.test(text);
