// A county's plots as the server last said them, the kept plans that they can be drawn by, and the last edit's way back.
import { shallowRef } from 'vue'
import type { PlanBrief, Trouble } from '../api/client'
import type { PlotsOfCounty } from '../api/plots'
import type { Change } from '../commands/sendCommand'

export const plots = shallowRef<PlotsOfCounty | null>(null)
export const plotPlans = shallowRef<readonly PlanBrief[]>([])
export const plotsTrouble = shallowRef<Trouble | null>(null)
/** What takes the last edit back, if nobody has changed anything since. */
export const wayBack = shallowRef<Change | null>(null)
