import { stringify } from 'yaml';
import { asyncApiDocument } from '../contracts/asyncapi/index.js';
import { postmanCollection } from '../contracts/openapi/index.js';

const note = '# Made from contracts/ by "npm run documents"; a test holds it to them.\n';

/**
 * The documents that lie in the repository, for those who read it without running it: path and
 * text.
 */
export const documentFiles = (): Readonly<Record<string, string>> => ({
  'docs/reference/asyncapi.yaml': note + stringify(asyncApiDocument(), { lineWidth: 100 }),
  'postman.json': `${JSON.stringify(postmanCollection(), null, 2)}\n`,
});
