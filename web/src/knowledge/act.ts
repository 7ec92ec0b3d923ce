import { useState } from 'preact/hooks'
import { announce } from '../announce.ts'
import type { Problem } from '../api.ts'
import { problemOf } from '../api.ts'

/** One deed at a time: busy while it runs, what went wrong, and a sentence for screen readers when it is done. */
export const useAct = () => {
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const act = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    if (isBusy) return false
    setIsBusy(true)
    setProblem(undefined)
    try {
      await work()
      if (done) announce(done)
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally {
      setIsBusy(false)
    }
  }
  return { isBusy, problem, act }
}
