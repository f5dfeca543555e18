import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ResponseObject, Target } from './requests.js';
import type { Components, Schema } from './values.js';

export type Answered = Readonly<{
  status: number;
  contentType: string;
  requestId: string | undefined;
  text: string;
}>;

/** What is wrong with an answer according to the document; null when nothing is. */
export type Judge = (target: Target, answer: Answered) => string | null;

export const createJudge = (components: Components): Judge => {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', components: { schemas: inDocument(components) } });
  const compiled = new Map<Schema, ValidateFunction>();
  const validatorOf = (schema: Schema): ValidateFunction => {
    const validate = compiled.get(schema) ?? ajv.compile(inDocument(schema) as object);
    compiled.set(schema, validate);

    return validate;
  };

  return ({ operation }, answer) => {
    const response = operation.responses[answer.status];
    if (response === undefined) return `undocumented status ${answer.status}`;
    if (answer.requestId === undefined) return 'no X-Request-Id';

    return complaintAbout(response, answer, validatorOf);
  };
};

const complaintAbout = (
  { content = {} }: ResponseObject,
  { contentType, text }: Answered,
  validatorOf: (schema: Schema) => ValidateFunction,
): string | null => {
  const types = Object.keys(content);
  if (types.length === 0) return text === '' ? null : 'a body where none is documented';
  const type = contentType.split(';')[0] ?? '';
  const documented = content[type];
  if (documented === undefined) return `content type ${type} instead of ${types.join()}`;
  if (documented.schema === undefined) return null;
  const value = parsed(text);
  if (value === undefined) return 'a body that is no JSON';
  const validate = validatorOf(documented.schema);

  return validate(value) ? null : `schema: ${JSON.stringify(validate.errors?.[0])}`;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const inDocument = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replaceAll('"#/components/', '"document#/components/')) as T;
