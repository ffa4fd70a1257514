// What the desk knows: the counties, the open county and plan, the jobs.
import { computed, ref, shallowRef } from 'vue'
import type { CountyCard, CountyView, JobBody, PlaceName, PlanBrief, PlanView, Trouble } from '../api/client'
import { networkOf } from '../model/network'

export const counties = shallowRef<CountyCard[] | null>(null)
export const outlines = shallowRef<ReadonlyMap<string, readonly (readonly [number, number])[]>>(new Map())
export const placeNames = shallowRef<PlaceName[]>([])
export const briefs = shallowRef<PlanBrief[]>([])
export const county = shallowRef<CountyView | null>(null)
export const plan = shallowRef<PlanView | null>(null)
/** The county is there, its plan is still on the way. */
export const isPlanLoading = ref(false)
export const jobs = shallowRef<JobBody[]>([])
export const trouble = shallowRef<Trouble | null>(null)

export const network = computed(() => (county.value ? networkOf(county.value, plan.value) : null))

export function isUnderWay(job: JobBody): boolean {
  return job.state === 'queued' || job.state === 'running'
}
