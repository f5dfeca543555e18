import { Ajv, type ValidateFunction } from 'ajv';
import formatsPkg from 'ajv-formats';
import { expect } from 'chai';
import { readText } from '../../architecture/repository.js';

/** Compiles the schema of the compose specification, as a published package has it. */
export const composeSchema = (): ValidateFunction => {
  // its own name for the draft is one that ajv does not know
  const { $schema: draft, ...schema } = JSON.parse(
    readText('node_modules/dclint/schemas/compose.schema.json'),
  ) as Record<string, unknown>;
  expect(draft).to.include('draft-07');
  const ajv = new Ajv({ strict: false, allErrors: true });
  formatsPkg.default(ajv);

  return ajv.compile(schema);
};
