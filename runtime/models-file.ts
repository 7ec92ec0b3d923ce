import { type ModelSettings, modelsFileShape } from '../core/model-settings.ts'
import { modelRoles } from '../core/models.ts'
import { didYouMean } from '../core/nearest.ts'
import { type Place, readReviewed } from './reviewed-file.ts'

/** The chain that pages use which name none. Without one in the file, every endpoint with the role, in the order of the file. */
export const defaultChain = (settings: ModelSettings): readonly string[] =>
  settings.chains.default ?? Object.entries(settings.endpoints).flatMap(([name, { roles }]) => (roles.includes('chat') ? [name] : []))

/** Names that a page may put behind `model:`: chains, and endpoints that chat. */
export const modelNames = (settings: ModelSettings): readonly string[] => [
  ...Object.keys(settings.chains),
  ...Object.entries(settings.endpoints).flatMap(([name, { roles }]) => (roles.includes('chat') ? [name] : [])),
  'offline',
]

const roleWords = (path: Place, value: unknown): string | undefined =>
  path.at(-2) === 'roles' && typeof value === 'string' ? `unknown role "${value}"${didYouMean(value, modelRoles)}` : undefined

/** Reads models.yaml. Throws PageError with the line of the first thing that is wrong. */
export const readModelsFile = (text: string, file: string): ModelSettings => {
  const { settings, wrongAt } = readReviewed(text, file, { shape: modelsFileShape, first: 'endpoints', wordsFor: roleWords })
  const chatting = Object.keys(settings.endpoints).filter((name) => settings.endpoints[name]?.roles.includes('chat'))
  for (const [chain, names] of Object.entries(settings.chains)) {
    if (settings.endpoints[chain] || chain === 'offline')
      throw wrongAt(['chains', chain], `chain "${chain}" has the name of an endpoint; pages could not tell them apart`)
    names.forEach((name, index) => {
      const wrong = (why: string) => wrongAt(['chains', chain, index], why)
      if (!settings.endpoints[name]) throw wrong(`chain "${chain}" names an unknown endpoint "${name}"${didYouMean(name, chatting)}`)
      if (!chatting.includes(name)) throw wrong(`endpoint "${name}" in chain "${chain}" has not the role chat`)
      if (names.indexOf(name) !== index) throw wrong(`chain "${chain}" names "${name}" twice`)
    })
  }
  return settings
}
