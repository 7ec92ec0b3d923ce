import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { bytesOfEar, earFile, heardAt, heardKinds, listen } from './domain/emergencies/ear.ts'
import { type EmergencyLesson, trainEar } from './domain/emergencies/train.ts'
import { dangerSigned } from './guards/emergency.ts'

const home = import.meta.dirname
const read = (...path: string[]): string => readFileSync(join(home, ...path), 'utf8')
const lines = (...path: string[]): string[] =>
  read(...path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

const list = z.array(z.string())
const sayingsFile = z.object({
  dangers: z.object({ police: list, medical: list, fire: list, self_harm: list }),
  ...{ otherWords: list, laterDangers: list, harmless: list, laterHarmless: list },
})
const asksFile = z.object({ asks: z.array(z.tuple([z.string(), z.string(), z.string()])) })

const pageFile = z.object({ examples: z.array(z.union([z.string(), z.object({ says: z.string() })])), suggestions: list.optional() })
const readPage = (text: string): readonly string[] => {
  const { examples, suggestions } = pageFile.parse(parse(text.split(/^---$/m)[1] ?? ''))
  return [...examples.map((one) => (typeof one === 'string' ? one : one.says)), ...(suggestions ?? [])]
}

/** Everything that the shipped ear is taught with: written for it, listed for the guard, and what people ask of pages and laws. */
export const repositoryLessons = (): { readonly taught: string; readonly lessons: readonly EmergencyLesson[] } => {
  const sayings = sayingsFile.parse(parse(read('proofs', 'emergency-sayings.yaml')))
  const calm = (says: string): EmergencyLesson => ({ says, kind: 'calm' })
  const danger = (says: string): EmergencyLesson => ({ says, kind: dangerSigned(says) ?? 'police' })
  const written = [
    ...lines('data', 'teaching', 'emergencies', 'dangers.txt').map((line): EmergencyLesson => {
      const [name = '', ...rest] = line.split(' ')
      const kind = heardKinds.find((one) => one === name)
      if (kind === undefined) throw new Error(`data/teaching/emergencies/dangers.txt: “${line}” begins with no kind`)
      return { says: rest.join(' '), kind }
    }),
    ...lines('data', 'teaching', 'emergencies', 'calm.txt').map(calm),
    ...Object.entries(sayings.dangers).flatMap(([kind, says]) =>
      // The keys are held by the schema.
      says.map((one): EmergencyLesson => ({ says: one, kind: kind as 'police' })),
    ),
    ...[...sayings.otherWords, ...sayings.laterDangers].map(danger),
    ...[...sayings.harmless, ...sayings.laterHarmless].map(calm),
  ]
  // What is asked of pages and laws is calm, unless the words say otherwise (刚被骗了八万).
  const asked = readdirSync(join(home, 'data', 'asks'))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => asksFile.parse(parse(read('data', 'asks', file))).asks.flatMap(([, , ways]) => ways.split('；')))
    .filter((_, at) => at % 4 === 0)
  const pages = readdirSync(join(home, 'agents'))
    .sort()
    .flatMap((id) => readPage(read('agents', id, 'agent.md')))
  const isCalm = (says: string): boolean => dangerSigned(says) === undefined
  const taught = createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 12)
  const lessons = [...written, ...pages.filter(isCalm).map(calm)]
  // Of the thousands of questions only those teach anything that a first hearing takes for danger.
  const first = trainEar(lessons, '')
  const taken = asked.filter((says) => isCalm(says) && listen(first, says).likely >= 0.2)
  return { taught, lessons: [...lessons, ...taken.map(calm)] }
}

/** How it hears what it was not taught: in each fifth, by what the other four teach. */
const fiveFolds = (lessons: readonly EmergencyLesson[], at: number): void => {
  const counts = { heard: 0, dangers: 0, false: 0, calm: 0, kind: 0 }
  for (let fold = 0; fold < 5; fold++) {
    const ear = trainEar(
      lessons.filter((_, index) => index % 5 !== fold),
      '',
    )
    for (const { says, kind } of lessons.filter((_, index) => index % 5 === fold)) {
      const heard = listen(ear, says)
      const isHeard = heard.likely >= at
      if (kind === 'calm') {
        counts.calm += 1
        counts.false += isHeard ? 1 : 0
      } else {
        counts.dangers += 1
        counts.heard += isHeard ? 1 : 0
        counts.kind += isHeard && heard.kind === kind ? 1 : 0
      }
    }
  }
  console.log(
    `five folds at ${at}: ${counts.heard} of ${counts.dangers} dangers (${counts.kind} of their kind), ${counts.false} of ${counts.calm} calm`,
  )
}

if (import.meta.main) {
  const { taught, lessons } = repositoryLessons()
  if (process.argv.includes('--folds')) fiveFolds(lessons, heardAt)
  else {
    mkdirSync(dirname(earFile), { recursive: true })
    const bytes = bytesOfEar(trainEar(lessons, taught))
    writeFileSync(earFile, bytes)
    console.log(`${earFile}: ${bytes.length} bytes of ${lessons.length} lessons`)
  }
}
