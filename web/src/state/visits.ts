// The week's visits of the plan that is looked at, as the server last said them.
import { shallowRef } from 'vue'
import type { Trouble } from '../api/client'
import type { VisitsOfPlan } from '../api/visits'

export const visits = shallowRef<VisitsOfPlan | null>(null)
export const visitsTrouble = shallowRef<Trouble | null>(null)
