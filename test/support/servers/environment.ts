import { inherited } from '../../../embedded/environment/inherited.js';

/** Tests start servers and clients in their own process: a shell must not bend those, either. */
const left = inherited(process.env);
for (const name of Object.keys(process.env))
  if (!(name in left)) Reflect.deleteProperty(process.env, name);
Object.assign(process.env, left);
