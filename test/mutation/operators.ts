import ts from 'typescript';

export type Mutation = Readonly<{ operator: string; place: ts.Node; after: string }>;

export const mutationsOf = (node: ts.Node): Mutation[] =>
  [
    turnedOperator,
    removedGuard,
    removedCheck,
    shiftedConstant,
    changedWord,
    swappedBranches,
    swappedFields,
    otherField,
  ].flatMap((operator) => operator(node));

const K = ts.SyntaxKind;

const turns: Readonly<Partial<Record<ts.SyntaxKind, readonly string[]>>> = {
  [K.LessThanToken]: ['<=', '>'],
  [K.LessThanEqualsToken]: ['<', '>='],
  [K.GreaterThanToken]: ['>=', '<'],
  [K.GreaterThanEqualsToken]: ['>', '<='],
  [K.EqualsEqualsEqualsToken]: ['!=='],
  [K.ExclamationEqualsEqualsToken]: ['==='],
  [K.AmpersandAmpersandToken]: ['||'],
  [K.BarBarToken]: ['&&'],
  [K.PlusToken]: ['-'],
  [K.MinusToken]: ['+'],
  [K.AsteriskToken]: ['+'],
};

const turnedOperator = (node: ts.Node): Mutation[] =>
  ts.isBinaryExpression(node)
    ? (turns[node.operatorToken.kind] ?? []).map((after) => ({
        operator: 'operator turned',
        place: node.operatorToken,
        after,
      }))
    : [];

/** `if (…) return …` and `if (…) throw …` disappear. */
const removedGuard = (node: ts.Node): Mutation[] =>
  ts.isIfStatement(node) && node.elseStatement === undefined
    ? [{ operator: 'guard removed', place: node, after: '' }]
    : [];

/** A call that stands alone is there for what it refuses. */
const removedCheck = (node: ts.Node): Mutation[] =>
  ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)
    ? [{ operator: 'check removed', place: node, after: ts.isBlock(node.parent) ? '' : ';' }]
    : [];

const shiftedConstant = (node: ts.Node): Mutation[] =>
  ts.isNumericLiteral(node)
    ? [{ operator: 'constant shifted', place: node, after: String(Number(node.text) + 1) }]
    : [];

/** Words are codes, statuses and types; what people read is not tested word by word. */
const changedWord = (node: ts.Node): Mutation[] =>
  ts.isStringLiteral(node) && /^[A-Za-z_]+$/.test(node.text) && node.text !== 'owner'
    ? [{ operator: 'word changed', place: node, after: `'${node.text}X'` }]
    : [];

const swappedBranches = (node: ts.Node): Mutation[] =>
  ts.isConditionalExpression(node)
    ? [
        {
          operator: 'branches swapped',
          place: node,
          after: `${node.condition.getText()} ? ${node.whenFalse.getText()} : ${node.whenTrue.getText()}`,
        },
      ]
    : [];

/** Two fields of an object literal, one after the other, exchange their values. */
const swappedFields = (node: ts.Node): Mutation[] => {
  if (!ts.isObjectLiteralExpression(node)) return [];
  const fields = node.properties.filter(ts.isPropertyAssignment);

  return fields.slice(1).flatMap((field, i) => {
    const before = fields[i];
    if (before === undefined || before.initializer.getText() === field.initializer.getText())
      return [];
    const text = node.getText();
    const start = node.getStart();
    const cut = (from: ts.Node, to: string, rest: string): string =>
      rest.slice(0, from.getStart() - start) + to + rest.slice(from.getEnd() - start);
    const after = cut(
      before.initializer,
      field.initializer.getText(),
      cut(field.initializer, before.initializer.getText(), text),
    );

    return [{ operator: 'fields swapped', place: node, after }];
  });
};

const others: Readonly<Record<string, string>> = {
  onHand: 'reserved',
  reserved: 'onHand',
  available: 'onHand',
  units: 'orderRevision',
  orderRevision: 'units',
  quantity: 'unitPrice',
  held: 'quantity',
  requested: 'held',
  productId: 'itemId',
  itemId: 'productId',
  idempotencyKey: 'requestFingerprint',
  saleStartsAt: 'saleEndsAt',
  saleEndsAt: 'saleStartsAt',
  price: 'originalPrice',
  reservations: 'unitsByUser',
  placedAt: 'now',
  some: 'every',
  every: 'some',
};

/** `x.onHand` reads `x.reserved` instead. */
const otherField = (node: ts.Node): Mutation[] => {
  if (!ts.isPropertyAccessExpression(node)) return [];
  const after = others[node.name.text];

  return after === undefined ? [] : [{ operator: 'other field', place: node.name, after }];
};
