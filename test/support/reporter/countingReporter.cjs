// mocha's usual output, every failure in full as soon as it happens, and the counts as JSON in the
// file that QUICKSALE_TEST_COUNTS names.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_FAIL } = require('mocha').Runner.constants;

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      const text = `FAIL  ${test.fullTitle()}\n${error.stack ?? error.message}`;
      process.stderr.write(`\n${text.replaceAll(/^/gm, '      ')}\n\n`);
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.QUICKSALE_TEST_COUNTS;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, pending }));
    });
  }
};
