import { writeFileSync } from 'node:fs';
import { documentFiles } from './documentFiles.js';

// npm runs its commands in the folder of package.json.
for (const [path, text] of Object.entries(await documentFiles())) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
