import { isCode } from './repository.js';
import { sourceTextOf } from './sourceText.js';
import { partsOf } from './wordsLint.js';

/** The words that the glossary explains: what begins a paragraph in bold type. */
export const termsOf = (glossary: string): string[] =>
  [...glossary.matchAll(/^\*\*(.+?)\*\*/gm)].flatMap(([, term = '']) =>
    term.replaceAll('`', '').split(', '),
  );

/** Everything that code says, in small letters and single blanks: its names, texts and comments. */
export const vocabularyOf = (files: Readonly<Record<string, string>>): string => {
  const pieces = Object.entries(files).flatMap(([path, text]) => {
    if (!isCode(path)) return [text];
    const { comments, identifiers, strings } = sourceTextOf(path, text);

    return [path, ...comments, ...identifiers, ...strings].map((piece) =>
      typeof piece === 'string' ? piece : piece.text,
    );
  });

  return ` ${[...new Set(pieces.map(partsOf))].join(' | ')} `;
};

/** Terms that nobody uses. */
export const unusedTerms = (terms: readonly string[], vocabulary: string): string[] =>
  terms.filter((term) => !vocabulary.includes(` ${partsOf(term)}`));
