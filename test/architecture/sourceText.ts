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

/** Comments, names and texts of a TypeScript or JavaScript file. */
export const sourceTextOf = (path: string, text: string): SourceText => {
  const kind = path.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const comments: Piece[] = [];
  const identifiers: Piece[] = [];
  const strings: Piece[] = [];
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line + 1;

  const visitToken = (node: ts.Node) => {
    const start = node.getStart(file, false);
    for (const comment of commentsBetween(text, node.pos, start))
      comments.push({ text: comment.text, line: lineAt(comment.position) });
    const piece = { text: node.getText(file), line: lineAt(start) };
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) identifiers.push(piece);
    if (stringKinds.has(node.kind)) strings.push(piece);
  };
  const visit = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(file);
    if (children.length === 0) visitToken(node);
    else children.forEach(visit);
  };
  visit(file);

  return { comments, identifiers, strings };
};

/** What stands between two tokens is blank, a comment, or the first line that names the shell. */
const commentsBetween = (text: string, from: number, to: number) => {
  const found: Readonly<{ text: string; position: number }>[] = [];
  const between = text.slice(from, to).replace(/^#!.*/, (shebang) => ' '.repeat(shebang.length));
  for (const match of between.matchAll(/\/\/.*|\/\*[\s\S]*?\*\//g))
    found.push({ text: match[0], position: from + match.index });

  return found;
};
