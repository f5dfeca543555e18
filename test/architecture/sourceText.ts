import ts from 'typescript';

/** A piece of a file; `line` counts from 1. */
export type Piece = Readonly<{ text: string; line: number }>;

export type SourceText = Readonly<{
  comments: readonly Piece[];
  identifiers: readonly Piece[];
  /** String literals and the fixed parts of templates. */
  strings: readonly Piece[];
}>;

const stringKinds = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);

/** Several checks read the same files in one run. */
const known = new Map<string, Readonly<{ text: string; found: SourceText }>>();

/** Comments, names and texts of a TypeScript or JavaScript file. */
export const sourceTextOf = (path: string, text: string): SourceText => {
  const before = known.get(path);
  if (before?.text === text) return before.found;
  const found = read(path, text);
  known.set(path, { text, found });

  return found;
};

const read = (path: string, text: string): SourceText => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, scriptKindOf(path));
  const leaves = leavesOf(file);
  const pieceOf = (node: ts.Node): Piece => {
    const start = node.getStart(file, false);

    return { text: text.slice(start, node.end), line: lineAt(file, start) };
  };

  return {
    comments: commentsBetween(file, leaves),
    identifiers: leaves
      .filter((node) => ts.isIdentifier(node) || ts.isPrivateIdentifier(node))
      .map(pieceOf),
    strings: leaves.filter(({ kind }) => stringKinds.has(kind)).map(pieceOf),
  };
};

const scriptKindOf = (path: string): ts.ScriptKind => {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;

  return path.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
};

const lineAt = (file: ts.SourceFile, position: number): number =>
  file.getLineAndCharacterOfPosition(position).line + 1;

/** Names, literals and other tokens that the tree has nodes for, in the order of the file. */
const leavesOf = (file: ts.SourceFile): ts.Node[] => {
  const leaves: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind <= ts.SyntaxKind.LastToken) leaves.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(file);

  return leaves.sort((a, b) => a.end - b.end);
};

/**
 * What stands between two of them is blank, a keyword, punctuation, a comment, or the first line
 * that names the shell.
 */
const commentsBetween = (file: ts.SourceFile, leaves: readonly ts.Node[]): Piece[] => {
  const { text } = file;
  const found: Piece[] = [];
  let from = 0;
  for (const node of leaves) {
    const between = text.slice(from, Math.max(from, node.getStart(file, false)));
    for (const match of withoutShebang(between).matchAll(/\/\/.*|\/\*[\s\S]*?\*\//g))
      found.push({ text: match[0], line: lineAt(file, from + match.index) });
    from = node.end;
  }

  return found;
};

const withoutShebang = (text: string): string =>
  text.replace(/^#!.*/, (shebang) => ' '.repeat(shebang.length));
