// mocha's usual output, every failure in full as soon as it happens, and the counts and failures as
// JSON in the file that QUICKSALE_TEST_COUNTS names.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_FAIL } = require('mocha').Runner.constants;

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      const text = `FAIL  ${test.fullTitle()}\n${error.stack ?? error.message}`;
      failures.push(text);
      process.stderr.write(`\n${text.replaceAll(/^/gm, '      ')}\n\n`);
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed, failures: failed, pending } = this.stats;
      const file = process.env.QUICKSALE_TEST_COUNTS;
      if (file) writeFileSync(file, JSON.stringify({ passed, failed, pending, failures }));
    });
  }
};
