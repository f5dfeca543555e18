import ts from 'typescript';
import { mutationsOf } from './operators.js';

/** One change of one place in a rule file. */
export type Mutant = Readonly<{
  file: string;
  line: number;
  operator: string;
  /** The expression or statement around the change. */
  within: string;
  before: string;
  after: string;
  source: string;
}>;

/** Every mutant of a file, found by walking its syntax tree. */
export const mutantsOf = (file: string, source: string): Mutant[] => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true);
  const mutants: Mutant[] = [];

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    for (const { operator, place, after } of mutationsOf(node)) {
      const [start, end] = [place.getStart(tree), place.getEnd()];
      mutants.push({
        file,
        line: tree.getLineAndCharacterOfPosition(start).line + 1,
        operator,
        within: (place.getChildCount() === 0 ? place.parent : place).getText(),
        before: source.slice(start, end),
        after,
        source: source.slice(0, start) + after + source.slice(end),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);

  return mutants;
};

/** How a mutant is named in reports and in the list of equivalent ones. */
export const nameOf = ({ file, operator, within, before, after }: Mutant): string => {
  const place = within === before ? '' : ` in ${oneLine(within)}`;

  return `${file} ${operator}${place}: ${oneLine(before)} → ${oneLine(after) || 'nothing'}`;
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 90);
