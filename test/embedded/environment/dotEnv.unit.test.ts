import { expect } from 'chai';
import { parseDotEnv } from '../../../embedded/environment/dotEnv.js';

const parse = (text: string | Buffer) =>
  Object.fromEntries(
    parseDotEnv(Buffer.from(text as string), '.env').map(({ name, value }) => [name, value]),
  );

const refusal = (text: string | Buffer): string => {
  try {
    return JSON.stringify(parse(text));
  } catch (error) {
    return (error as Error).message;
  }
};

const utf16 = (mark: string, text: string, swapped: boolean) => {
  const bytes = Buffer.from(`${mark}${text}`, 'utf16le');

  return swapped ? bytes.swap16() : bytes;
};

describe('A .env file', () => {
  it('keeps its first variable behind a byte order mark', () => {
    expect(parse('\uFEFFEVENTSTORE_URL=esdb://a:2113\nHOST=::1')).to.deep.equal({
      EVENTSTORE_URL: 'esdb://a:2113',
      HOST: '::1',
    });
  });

  for (const [what, bytes] of [
    ['UTF-16 as PowerShell writes it', utf16('\uFEFF', 'HOST=::1', false)],
    ['UTF-16, the other way round', utf16('\uFEFF', 'HOST=::1', true)],
    ['UTF-16 without a mark', utf16('', 'HOST=::1', false)],
    ['Latin-1', Buffer.from('ADMIN_PASSWORD=Käse', 'latin1')],
  ] as const)
    it(`is refused in ${what}`, () => {
      expect(refusal(bytes)).to.match(/^\.env is not UTF-8.*save it as UTF-8$/);
    });

  for (const [what, line, value] of [
    ['a plain value', 'A=b', 'b'],
    ['blanks around name and value', '  A =  b \t', 'b'],
    ['a line end of Windows', 'A=b\r', 'b'],
    ['no-break blanks', '\u00A0A\u00A0=b\u00A0', 'b'],
    ['export', 'export A=b', 'b'],
    ['double quotes', 'A=" b "', ' b '],
    ['single quotes', "A='b # c'", 'b # c'],
    ['a comment behind a blank', 'A=b # c', 'b'],
    ['a comment behind quotes', 'A="b" # c', 'b'],
    ['a # within a password', 'A=postgres://u:p#ss@h/d', 'postgres://u:p#ss@h/d'],
    ['= within the value', 'A=?tls=false', '?tls=false'],
    ['an empty value', 'A=', ''],
    ['a value that is only a comment', 'A= # none yet', ''],
    ['\\n within double quotes', 'A="b\\nc"', 'b\nc'],
    ['a key over several lines', 'A="-----BEGIN\nxyz\n-----END"', '-----BEGIN\nxyz\n-----END'],
    ['quotes within', 'A=b"c"d', 'b"c"d'],
  ] as const)
    it(`is read with ${what}`, () => {
      expect(parse(`# first\n\n${line}\nB=2`)).to.deep.equal({ A: value, B: '2' });
    });

  for (const [what, text, sentence] of [
    ['a name that stands twice', 'A=1\nB=2\nA=3', '.env: A is in lines 1 and 3; keep one'],
    ['a line without =', 'A=1\nEVENTSTORE_URL', '.env, line 2: must be NAME=value'],
    ['a colon instead of =', 'A: 1', '.env, line 1: must be NAME=value'],
    ['a blank in the name', 'A B=1', '.env, line 1: must be NAME=value'],
    ['a dash in the name', 'A-B=1', '.env, line 1: must be NAME=value'],
    ['quotes that nothing ends', 'A="b\nB=2', '.env, line 1: A begins with " that nothing ends'],
    ['text behind its quotes', 'A="b"c', '.env, line 1: A goes on behind its quotes'],
    ['typographic quotes', 'A=“b”', '.env, line 1: A is in typographic quotes; use " or none'],
  ] as const)
    it(`is refused with ${what}, by its line and without its value`, () => {
      expect(refusal(text)).to.equal(sentence);
    });
});
