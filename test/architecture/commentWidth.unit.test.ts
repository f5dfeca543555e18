import { expect } from 'chai';
import { commentsTooWide } from './commentWidth.js';
import { isCode, isMarkdown, readText, repositoryFiles } from './repository.js';

const isCommented = (path: string): boolean =>
  isCode(path) || /(^\.ci\/|\.ya?ml$|^\.(env\.example|gitignore|editorconfig|npmrc)$)/.test(path);

describe('Comments', () => {
  it('end at column 100', () => {
    const files = repositoryFiles().filter((path) => isCommented(path) && !isMarkdown(path));

    expect(files.flatMap((path) => commentsTooWide(path, readText(path)))).to.deep.equal([]);
  });

  const tooLong = 'word '.repeat(25);

  for (const [kind, path, text] of [
    ['a line', 'a.ts', `const a = 1;\n// ${tooLong}\n`],
    ['a block', 'a.ts', `/**\n * ${tooLong}\n */\nconst a = 1;\n`],
    ['behind code', 'a.mjs', `const a = 1; // ${tooLong}\n`],
    ['in a script', '.ci/run', `#!/bin/sh\n# ${tooLong}\n`],
  ] as const)
    it(`go red: ${kind}`, () => {
      expect(commentsTooWide(path, text)).to.have.length(1);
    });

  for (const [kind, text] of [
    ['a long string', `const a = '// ${tooLong}';\n`],
    ['a directive', `// eslint-disable-next-line max-params -- ${tooLong}\nconst a = 1;\n`],
    ['a short comment', '// short\nconst a = 1;\n'],
  ] as const)
    it(`stay green: ${kind}`, () => {
      expect(commentsTooWide('a.ts', text)).to.deep.equal([]);
    });
});
