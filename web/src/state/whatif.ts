// What the desk knows of scenarios: the ready-made ones, the county's kept results, the one that is open, the jobs of all counties.
import { shallowRef } from 'vue'
import type { ReadyMade, WhatIfBrief, WhatIfJob, WhatIfResult } from '../api/whatif'

export const readyMade = shallowRef<ReadyMade[]>([])
export const whatifBriefs = shallowRef<WhatIfBrief[]>([])
export const whatifResult = shallowRef<WhatIfResult | null>(null)
/** Newest first, of every county. */
export const whatifJobs = shallowRef<WhatIfJob[]>([])
/** The one that the open page shows. */
export const whatifJob = shallowRef<WhatIfJob | null>(null)
