import { expect } from 'chai';
import { parseLooseObject, toJson } from '../../../embedded/eventStoreNode/store/looseJson.js';

describe('JSON read as leniently as EventStoreDB reads metadata', () => {
  const good: Readonly<Record<string, string>> = {
    '{"a":1,"b":[true,null,"x"],"c":{"d":-2.5}}': '{"a":1,"b":[true,null,"x"],"c":{"d":-2.5}}',
    ' {"a":1} ': '{"a":1}',
    '{"a":1}} and more': '{"a":1}',
    '{"a":1,}': '{"a":1}',
    "{'a':'it\\'s \"so\"'}": '{"a":"it\'s \\"so\\""}',
    '{$a:1}': '{"$a":1}',
    '{"a":1,"a":2}': '{"a":2}',
    '{"a":9223372036854775807}': '{"a":9223372036854775807}',
    '{"a":[]}': '{"a":[]}',
  };
  for (const [text, means] of Object.entries(good)) {
    it(`reads ${text}`, () => {
      const read = parseLooseObject(text);
      expect(read === null ? null : toJson(read)).to.equal(means);
    });
  }

  for (const text of [
    '',
    'oh',
    '[]',
    '3',
    'null',
    '{"a":1',
    '{"a" 1}',
    '{"a":}',
    '/* c */{"a":1}',
  ]) {
    it(`takes ${text === '' ? 'nothing' : text} for no object`, () => {
      expect(parseLooseObject(text)).to.equal(null);
    });
  }
});
