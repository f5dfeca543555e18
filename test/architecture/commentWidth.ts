import { isCode } from './repository.js';
import { sourceTextOf } from './sourceText.js';

const widest = 100;

/** A directive and its reason have to stand on one line. */
const isDirective = (comment: string): boolean => /^\/[/*] ?(eslint|@ts|prettier)-/.test(comment);

/** `path:line` of every comment that reaches beyond column 100. */
export const commentsTooWide = (path: string, text: string): string[] => {
  const lines = text.split('\n');
  const isTooWide = (line: number) => Array.from(lines[line - 1] ?? '').length > widest;

  return [...new Set(linesOfComments(path, text))]
    .filter(isTooWide)
    .map((line) => `${path}:${line}`);
};

const linesOfComments = (path: string, text: string): number[] =>
  isCode(path)
    ? sourceTextOf(path, text)
        .comments.filter((comment) => !isDirective(comment.text))
        .flatMap((comment) => comment.text.split('\n').map((_, index) => comment.line + index))
    : linesWithHash(text);

/** Shell scripts, YAML and the like: comments on lines of their own. */
const linesWithHash = (text: string): number[] =>
  text.split('\n').flatMap((line, index) => (/^\s*#(?!!)/.test(line) ? [index + 1] : []));
