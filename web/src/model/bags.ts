// Bags on buses as values: what can be done to which bag, how far a trip has come, what a scanned label says.
import type { BagState, BagStateView, CallView, GuideView, TripBagsView } from '../api/client'

export type Act = 'seal' | 'hand_over' | 'board' | 'receive' | 'except' | 'settle'

/** The steps of a bag's way in their order, with the state that each needs. */
export const STEPS: readonly { readonly act: Act; readonly from: BagState }[] = [
  { act: 'seal', from: 'planned' },
  { act: 'hand_over', from: 'sealed' },
  { act: 'board', from: 'handed_over' },
  { act: 'receive', from: 'on_board' },
  { act: 'settle', from: 'exception' },
]
const ENDED: readonly BagState[] = ['received', 'returned', 'lost']

/** The bags of a trip to which an act can be done, of those chosen or, where none is, of all. */
export function bagsFor(trip: TripBagsView, act: Act, chosen: ReadonlySet<string>): BagStateView[] {
  const from = STEPS.find((step) => step.act === act)?.from
  const fits = (bag: BagStateView) => (from ? bag.state === from : !ENDED.includes(bag.state) && bag.state !== 'exception')
  return trip.bags.filter((bag) => fits(bag) && (!chosen.size || chosen.has(bag.id)))
}

/** The exceptions that a bag in this state can meet; a bus's own apply whatever its bags' states. */
export function guidesFor(guides: readonly GuideView[], bags: readonly BagStateView[]): GuideView[] {
  return guides.filter(
    (guide) =>
      guide.concerns_trip || guide.kind === 'bag_surplus' || (bags.length > 0 && bags.every((bag) => guide.states.includes(bag.state))),
  )
}

/** How many of a trip's bags have come so far, in the order of the way. */
export function progressOf(trip: TripBagsView): { state: BagState; n: number }[] {
  const order: BagState[] = ['received', 'on_board', 'handed_over', 'sealed', 'planned', 'exception', 'lost', 'returned']
  return order.flatMap((state) => {
    const n = trip.bags.filter((bag) => bag.state === state).length
    return n ? [{ state, n }] : []
  })
}

/** How full the hold is after a call, 0 to 1 and above where it is overfull: the tighter of weight and pieces. */
export function fillOf(call: CallView): number {
  const share = (aboard: number, hold: number) => (hold ? aboard / hold : aboard ? Infinity : 0)
  return Math.max(share(call.aboard_g, call.hold_g), share(call.aboard_pieces, call.hold_pieces))
}

/** The 16 digits of a bag out of a scanned label or typed digits; null where there are none. */
export function numberIn(scanned: string): string | null {
  const text = scanned.trim()
  const part = text.startsWith('TLB1;') ? (text.split(';')[1] ?? '') : text.replace(/\s+/g, '')
  return /^\d{16}$/.test(part) ? part : null
}

/** As people read it aloud: `2611 2303 4117 6528`. */
export function spaced(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ')
}

/** Yuan typed by a person as whole fen; null where it is no amount. */
export function fenOf(yuan: string): number | null {
  const found = yuan.trim().match(/^(\d+)(?:\.(\d{1,2}))?$/)
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}
