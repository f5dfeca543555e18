// The way in of every npm command. CommonJS, because Node loads no ES module at all from a folder
// with a backslash in its path, and says so in a stack of its own.
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

if (process.platform !== 'win32' && __dirname.includes('\\')) {
  process.stderr.write(
    `QuickSale cannot run in ${join(__dirname, '..', '..')}: Node loads no modules from a path with a backslash. Move the clone to a folder without one.\n`,
  );
  process.exit(1);
}

import(pathToFileURL(join(__dirname, 'bootstrap.mjs')).href);
