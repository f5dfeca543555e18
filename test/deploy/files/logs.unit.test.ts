import { Ajv } from 'ajv';
import formatsPkg from 'ajv-formats';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readText } from '../../architecture/repository.js';

type Template = Readonly<{
  index_patterns: readonly string[];
  template: Readonly<{ mappings: Readonly<{ properties: Readonly<Record<string, unknown>> }> }>;
}>;

type Vector = Readonly<{
  sources: Readonly<Record<string, unknown>>;
  transforms: Readonly<Record<string, Readonly<{ inputs: readonly string[]; source: string }>>>;
  sinks: Readonly<
    Record<
      string,
      Readonly<{ inputs: readonly string[]; data_stream: Readonly<Record<string, string>> }>
    >
  >;
}>;

const template = JSON.parse(readText('deploy/logs/index-template.json')) as Template;
const vector = parse(readText('deploy/logs/vector.yaml')) as Vector;
const fields = Object.keys(template.template.mappings.properties);

describe('deploy/logs', () => {
  it('has a field for everything in the line of a request', () => {
    const observer = readText('platform/http/frame/observer.ts');
    const [, keys = ''] = /logger\[level\]\(\{ ([^}]+) \}, 'answered'\)/.exec(observer) ?? [];
    const named = keys.split(', ').map((key) => key.replace('...renamed', 'requestedPath'));

    expect(named).to.include.members(['method', 'status', 'requestId']);
    expect(fields).to.include.members(named);
  });

  it('has a field for what pino adds, under the names that the transform gives', () => {
    const { source } = vector.transforms['lines'] ?? { source: '' };

    expect(source).to.include('.service = del(.name)').and.include('.message = del(.msg)');
    expect(fields).to.include.members([
      'service',
      'message',
      '@timestamp',
      'severity',
      'level',
      'err',
    ]);
  });

  it('writes where the template looks', () => {
    const { type, dataset } = vector.sinks['elasticsearch']?.data_stream ?? {};

    expect(template.index_patterns).to.deep.equal([`${type}-${dataset}-*`]);
  });

  it('leads from the source to the sink', () => {
    const inputs = [...Object.values(vector.transforms), ...Object.values(vector.sinks)].flatMap(
      (one) => one.inputs,
    );

    expect([...Object.keys(vector.sources), ...Object.keys(vector.transforms)]).to.have.members(
      inputs,
    );
  });

  it('has a compose file that fits the schema', () => {
    const { $schema: draft, ...schema } = JSON.parse(
      readText('node_modules/dclint/schemas/compose.schema.json'),
    ) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false });
    formatsPkg.default(ajv);
    const validate = ajv.compile(schema);
    validate(parse(readText('deploy/logs/compose.yml')));

    expect(draft).to.include('draft-07');
    expect(validate.errors).to.equal(null);
  });
});
