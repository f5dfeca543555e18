import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/repository.js';

const folder = join(root, 'docs/decisions');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const files = readdirSync(folder)
  .filter((file) => /^\d{4}-/.test(file))
  .sort();

const titleOf = (file: string) => /^# (\d+\. .+)$/m.exec(read(file))?.[1];
const dateOf = (file: string) => /^- Date: (\d{4}-\d{2}-\d{2})/m.exec(read(file))?.[1];
const statusOf = (file: string) => /^- Status: (accepted|superseded)/m.exec(read(file))?.[1];

describe('documents: decisions', () => {
  it('are numbered from 1 without a hole, in file name and title', () => {
    expect(files.map((file) => Number(file.slice(0, 4)))).to.deep.equal(
      files.map((_, index) => index + 1),
    );
    for (const file of files)
      expect(titleOf(file), file).to.match(new RegExp(`^${Number(file.slice(0, 4))}\\. `));
  });

  for (const file of files)
    it(`${file} has a date, a status and the options that lost, and a line in the index`, () => {
      const [number = '', title = ''] = titleOf(file)?.split(/\. (.*)/) ?? [];
      const line = read('README.md')
        .split('\n')
        .find((candidate) => candidate.includes(`(${file})`));

      expect(line?.split('|').map((cell) => cell.trim())).to.include.members([
        number,
        `[${title}](${file})`,
        dateOf(file),
      ]);
      expect(line).to.include(statusOf(file));
      expect(read(file)).to.include('## Options that lost');
    });
});
