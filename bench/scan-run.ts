import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What /proc tells of a process that is still there: CPU seconds so far, and the most memory it ever had. */
const usage = (pid: number): { cpuS: number; mostMb: number } | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    const most = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    // One that has ended and was not waited for has no memory any more.
    return most === undefined ? undefined : { cpuS: (Number(fields[11]) + Number(fields[12])) / 100, mostMb: Number(most) / 1_024 }
  } catch {
    return undefined
  }
}

/** Scans a file of so many incidents by `main.ts scan`, and tells what it took: seconds by the clock, CPU seconds, most memory. */
export const scanFile = async (input: string, out: string, { workers, incidents }: { workers: number; incidents: number }) => {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../main.ts'), 'scan', input, '--out', out, '--workers', String(workers), '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let last = { cpuS: 0, mostMb: 0 }
  const timer = setInterval(() => {
    last = (child.pid === undefined ? undefined : usage(child.pid)) ?? last
  }, 50)
  let said = ''
  for await (const chunk of child.stdout) said += chunk
  clearInterval(timer)
  const { incidents: count } = JSON.parse(said) as { incidents: number }
  if (count !== incidents) throw new Error(`${count} of ${incidents} incidents`)
  return { seconds: (performance.now() - began) / 1_000, ...last }
}
