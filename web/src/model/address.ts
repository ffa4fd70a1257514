// What stands in the address: the plan, the day, the view, the selection, the hidden layers.
export type ViewMode = 'both' | 'map' | 'table'
export interface Selection {
  readonly what: 'place' | 'round' | 'bag' | 'vehicle'
  readonly id: string
}
export interface Address {
  readonly plan: string | null
  readonly day: number | null
  readonly view: ViewMode
  readonly tab: string
  readonly selected: Selection | null
  readonly hidden: readonly string[]
}
export type Query = Record<string, string | undefined>

/** Reads a query leniently: what is not understood is left at its default. */
export function readAddress(query: Record<string, unknown>): Address {
  const day = typeof query.day === 'string' && /^[1-7]$/.test(query.day) ? Number(query.day) - 1 : null
  const view = query.view === 'map' || query.view === 'table' ? query.view : 'both'
  return {
    plan: text(query.plan),
    day,
    view,
    tab: text(query.tab) ?? 'rounds',
    selected: readSelection(text(query.sel)),
    hidden: text(query.hide)?.split('.').filter(Boolean) ?? [],
  }
}

/** The query of an address; defaults are left out. */
export function writeAddress(address: Address): Query {
  const { plan, day, view, tab, selected, hidden } = address
  return {
    plan: plan ?? undefined,
    day: day === null ? undefined : String(day + 1),
    view: view === 'both' ? undefined : view,
    tab: tab === 'rounds' ? undefined : tab,
    sel: selected ? `${selected.what}:${selected.id}` : undefined,
    hide: hidden.length ? hidden.join('.') : undefined,
  }
}

function readSelection(said: string | null): Selection | null {
  const found = said?.match(/^(place|round|bag|vehicle):(.+)$/)
  return found ? { what: found[1] as Selection['what'], id: found[2]! } : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value ? value : null
}
