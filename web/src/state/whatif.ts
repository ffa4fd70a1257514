// What the desk knows of scenarios: the ready-made ones, the county's kept results, the one that is open, the job under way.
import { shallowRef } from 'vue'
import type { ReadyMade, WhatIfBrief, WhatIfJob, WhatIfResult } from '../api/whatif'

export const readyMade = shallowRef<ReadyMade[]>([])
export const whatifBriefs = shallowRef<WhatIfBrief[]>([])
export const whatifResult = shallowRef<WhatIfResult | null>(null)
export const whatifJob = shallowRef<WhatIfJob | null>(null)
