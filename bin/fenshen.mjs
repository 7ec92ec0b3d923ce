#!/usr/bin/env node
// `npx fenshen …`: hands over to the Node that the project brings.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('..', import.meta.url))
spawnSync('node', ['setup.mjs'], { cwd: home, stdio: ['ignore', 'inherit', 'inherit'] })
const done = spawnSync(`${home}node_modules/.bin/node`, [`${home}bin/main.mjs`, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(done.status ?? 1)
