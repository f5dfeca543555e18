/**
 * Clauses that give a database a locale which every build of Postgres with ICU has. In the Turkish
 * one `I` is not the capital of `i`; in "C" only ASCII has capitals at all.
 */
export const locales: Readonly<Record<string, string>> = {
  C: "locale 'C'",
  English: "locale_provider icu icu_locale 'en'",
  Turkish: "locale_provider icu icu_locale 'tr'",
};
