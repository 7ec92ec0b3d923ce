import type { Api } from '../api.ts'
import { useRead } from '../use-page.ts'
import type { Unit } from './types.ts'

/** Which of the units that I may see (单位): each with those below it. */
export const UnitChoice = ({ api, value, onChange, id }: { api: Api; value: string; onChange(unit: string): void; id: string }) => {
  const units = useRead<{ units: Unit[] }>(api, '/api/tasks/units')
  return (
    <label class="choice">
      <span>单位（含下属）</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)} data-testid={id}>
        <option value="">全部</option>
        {(units.data?.units ?? [])
          .filter(({ kind }) => kind !== 'department')
          .map(({ id: own, name }) => (
            <option key={own} value={own}>
              {name}
            </option>
          ))}
      </select>
    </label>
  )
}
