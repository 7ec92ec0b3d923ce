import { defineConfig } from 'vitest/config'
import type { Reporter } from 'vitest/node'

/** The last line of every run, alone on its line: what a program reads. A file that breaks before its first test counts as one failure. */
const summary: Reporter = {
  onTestRunEnd(files, errors) {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    for (const file of files) {
      const results = [...file.children.allTests()].map((test) => test.result().state)
      for (const state of results) count[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1
      if (file.state() === 'failed' && !results.includes('failed')) count.failed += 1
    }
    process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`)
  },
}

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'var/**'],
    globalSetup: ['testing-setup.ts'],
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    // Each file would load the platform anew otherwise, a second of CPU a file. What a test changes in its process it puts back.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', summary],
  },
})
