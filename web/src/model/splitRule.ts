// The form of a split rule, and the rule that it declares in the shape of its YAML file.
import type { SplitRuleBody } from '../api/client'
import { fenOf } from './bags'

export interface SplitForm {
  name: string
  version: string
  source: string
  basis: 'pieces' | 'grams' | 'kg-km'
  deliver: string
  collect: string
  withPassengers: boolean
  passengerBasis: 'seat-km' | 'kg-km'
  kgEach: string
  seats: string
  passengers: string
  cost: string
}

/** Blank: no figure has a default. */
export const EMPTY_FORM: SplitForm = {
  name: '',
  version: '',
  source: '',
  basis: 'pieces',
  deliver: '',
  collect: '',
  withPassengers: false,
  passengerBasis: 'seat-km',
  kgEach: '',
  seats: '',
  passengers: '',
  cost: '',
}

/** What is blank or no number is sent as null, for the server to say that it is missing. */
export function ruleOf(form: SplitForm): SplitRuleBody {
  const share = (direction: string, percent: string) => ({ place: '*', direction, percent: numberOf(percent) })
  const mail = { basis: form.basis, universal: [share('deliver', form.deliver), share('collect', form.collect)] }
  const head = { name: form.name.trim() || null, version: form.version.trim() || null, source: form.source.trim() || null, mail }
  if (!form.withPassengers) return head
  const run = { line: '*', trip: '*', seats: numberOf(form.seats), passengers: numberOf(form.passengers), cost_fen: fenOf(form.cost) }
  return { ...head, passengers: { basis: form.passengerBasis, kg_each: numberOf(form.kgEach), runs: [run] } }
}

/** The form that was kept, or a blank one where nothing sound was. */
export function readForm(kept: string): SplitForm {
  try {
    return { ...EMPTY_FORM, ...(JSON.parse(kept) as Partial<SplitForm>) }
  } catch {
    return { ...EMPTY_FORM }
  }
}

function numberOf(text: string): number | null {
  const value = Number(text.trim())
  return text.trim() && Number.isFinite(value) ? value : null
}
